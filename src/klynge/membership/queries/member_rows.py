"""The list of members: which rows, in which order, and what each of a page shows.

Two steps: ids by filter and sort first, cheap to count and to cut into pages; then the details of those few rows in a constant number of queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, Exists, ExpressionWrapper, F, Func, OuterRef, Q, QuerySet, Subquery, Value

from klynge.access.models import Cluster
from klynge.billing.models import Invoice
from klynge.billing.queries import InvoiceState, with_balance
from klynge.core.clock import add_months
from klynge.core.sorting import Danish
from klynge.directory.models import ContactRole, ContactRoleKind, Listing, Metric, Municipality, Organisation, SizeDeclaration
from klynge.directory.queries.master_data import checked_lately
from klynge.directory.queries.searching import search
from klynge.directory.queries.sizes import disputed_sizes
from klynge.directory.rules.master_data import MONTHS
from klynge.membership.models import FeeBand, Membership, MembershipPeriod, MembershipTypeChange

from .memberships import with_status
from .schedules import schedule_in_force

CURRENT, EVERY = "current", "all"  # beside the four of rules.status
SORTS = ("name", "no", "town", "size", "joined")
MOST_RANKED = 500
FEW = 15_000


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """What to look for; whatever is left out does not narrow, but for ``status``, which is members of the day."""

    q: str = ""
    status: str = CURRENT  # current, all, upcoming, active, leaving, ended
    type_id: int | None = None
    category: str = ""  # "<component>-<position>", as categories() gives it
    municipality: str = ""
    kind: str = ""
    missing: str = ""  # size, confirmation, agreement (with the register), facts, contact
    standing: str = ""  # overdue
    sort: str = "name"  # with "-" in front: the other way round


class _Place(Func):
    """Where the organisation stands in the list of those found."""

    function = "array_position"


def member_rows(cluster: Cluster, *, on_day: date, filters: MemberFilter) -> QuerySet[Membership]:
    """Return the memberships that the list shows on a day, filtered and sorted; nothing is joined that only the display needs."""
    rows = _of_status(Membership.objects.filter(cluster=cluster), filters.status, on_day)
    if filters.type_id is not None:
        rows = _of_type(rows, filters.type_id, on_day)
    if filters.category:
        charged = MembershipPeriod.objects.filter(
            cluster=cluster, freed_at__isnull=True, band__in=category_bands(cluster, filters.category)
        )
        rows = rows.filter(pk__in=charged.filter(term__during__contains=on_day).values("membership"))
    if filters.municipality:
        rows = rows.filter(organisation__municipality_id=filters.municipality)
    if filters.kind:
        rows = rows.filter(organisation__kind=filters.kind)
    if filters.missing:
        rows = _missing(rows, filters.missing, cluster, on_day)
    if filters.standing == InvoiceState.OVERDUE:
        rows = rows.filter(organisation_id__in=overdue_organisations(cluster, on_day=on_day))
    if filters.q.strip():
        return _found(rows, cluster, filters, on_day)
    return _sorted(rows, filters.sort, on_day)


class MemberIds:
    """The ids of a filtered and sorted list, for a Paginator: counted once, cut where it is cheapest."""

    def __init__(self, rows: QuerySet[Membership]) -> None:
        self.rows = rows

    @cached_property
    def total(self) -> int:
        return self.rows.count()

    def count(self) -> int:
        """How many there are."""
        return self.total

    def __getitem__(self, part: slice) -> list[int]:
        """Few are sorted by themselves, or an index would be read to its end for them; the last pages are read from the end."""
        start, stop = part.start or 0, min(self.total if part.stop is None else part.stop, self.total)
        rows = self.rows
        if self.total <= FEW:
            rows = rows.filter(pk__in=list(rows.order_by().values_list("pk", flat=True)))
        if start <= self.total // 2:
            return list(rows.values_list("pk", flat=True)[start:stop])
        return list(rows.reverse().values_list("pk", flat=True)[self.total - stop : self.total - start])[::-1]


def overdue_organisations(cluster: Cluster, *, on_day: date) -> QuerySet[Any]:
    """Return the ids of the organisations with an invoice past its due day and not settled."""
    late = with_balance(Invoice.objects.filter(cluster=cluster, issued_on__lte=on_day, due_on__lt=on_day), on=on_day)
    return late.filter(state=InvoiceState.OVERDUE).order_by().values("organisation_id")


def _of_status(rows: QuerySet[Membership], status: str, on_day: date) -> QuerySet[Membership]:
    """Narrow by the range first, which is cheap; only notice needs a look at the resignations."""
    if status == EVERY:
        return rows
    if status == "upcoming":
        return rows.filter(during__startswith__gt=on_day)
    if status == "ended":
        return rows.filter(during__endswith__lte=on_day)
    rows = rows.filter(during__contains=on_day)
    if status == CURRENT:
        return rows
    leaving = with_status(rows.filter(during__endswith__isnull=False), on_day).filter(status_on_day="leaving")
    ids = list(leaving.values_list("pk", flat=True))  # few, and the planner can't know
    return rows.filter(pk__in=ids) if status == "leaving" else rows.exclude(pk__in=ids)


def _of_type(rows: QuerySet[Membership], type_id: int, on_day: date) -> QuerySet[Membership]:
    changes = MembershipTypeChange.objects.filter(from_on__lte=on_day)
    last = changes.order_by("membership_id", "-from_on").distinct("membership_id").values("pk")
    became = MembershipTypeChange.objects.filter(pk__in=last, type_id=type_id).values("membership")
    return rows.filter(Q(pk__in=became) | Q(type_id=type_id) & ~Q(pk__in=changes.values("membership")))


def _missing(rows: QuerySet[Membership], what: str, cluster: Cluster, on_day: date) -> QuerySet[Membership]:
    sizes = SizeDeclaration.objects.filter(organisation=OuterRef("organisation"))
    if what == "size":
        return rows.filter(~Exists(sizes))
    if what == "agreement":
        return rows.filter(organisation_id__in=disputed_sizes(on_day))
    if what == "facts":
        return rows.filter(~checked_lately(cluster, on=on_day), during__startswith__lte=add_months(on_day, -MONTHS))
    if what == "confirmation":
        return rows.filter(Exists(sizes), ~Exists(sizes.filter(confirmed_at__isnull=False)))
    readers = ContactRole.objects.filter(cluster=cluster, kind__in=[ContactRoleKind.BILLING, ContactRoleKind.PRIMARY])
    return rows.filter(~Exists(readers.filter(organisation=OuterRef("organisation"), during__contains=on_day)))


def _found(rows: QuerySet[Membership], cluster: Cluster, filters: MemberFilter, on_day: date) -> QuerySet[Membership]:
    """Keep what the directory finds; in its order, unless there are very many or another order is asked for."""
    known = Organisation.objects.filter(Exists(Listing.objects.filter(organisation=OuterRef("pk"), cluster=cluster)))
    found = search(known, filters.q)
    ids = list(found.values_list("pk", flat=True)[: MOST_RANKED + 1])
    if len(ids) > MOST_RANKED:
        return _sorted(rows.filter(organisation__in=found.order_by().values("pk")), filters.sort, on_day)
    rows = rows.filter(organisation_id__in=ids)
    if filters.sort != "name":
        return _sorted(rows, filters.sort, on_day)
    place = _Place(Value(ids, output_field=ArrayField(BigIntegerField())), F("organisation_id"), output_field=BigIntegerField())
    return rows.alias(place=place).order_by("place", "during", "pk")


def _sorted(rows: QuerySet[Membership], sort: str, on_day: date) -> QuerySet[Membership]:
    key, is_reversed = sort.removeprefix("-"), sort.startswith("-")
    name: list[Any] = [Danish("organisation__name"), F("organisation_id"), F("pk")]
    keys: dict[str, list[Any]] = {
        "no": [F("member_no"), F("pk")],
        "joined": [F("during__startswith"), F("pk")],
        "town": [Danish("organisation__town"), *name],
        "size": [F("headcount"), *name],
    }
    if key == "size":
        rows = rows.alias(headcount=Subquery(_headcount(on_day)))
        first = F("headcount").desc(nulls_last=True) if is_reversed else F("headcount").asc(nulls_last=True)
        return rows.order_by(first, *name)
    wanted = keys.get(key, name)
    return rows.order_by(*(part.desc() if is_reversed else part.asc() for part in wanted))


def _headcount(on_day: date) -> QuerySet[Any]:
    """The size that counts, as in directory.queries.organisations.latest_sizes."""
    sizes = SizeDeclaration.objects.filter(organisation=OuterRef("organisation"), metric=Metric.HEADCOUNT, as_of__lte=on_day)
    is_open = ExpressionWrapper(Q(confirmed_at__isnull=True), output_field=BooleanField())
    return sizes.order_by(is_open, "-as_of", "-id").values("low")[:1]


def category_bands(cluster: Cluster, key: str) -> tuple[int, ...]:
    """Return the ids of the bands that "<component>-<position>" names, in every version of the cluster's schedules."""
    code, _, position = key.rpartition("-")
    if not code or not position.isascii() or not position.isdigit():
        return ()
    bands = FeeBand.objects.filter(component__schedule__cluster=cluster, component__code=code, position=min(int(position), 32_767))
    return tuple(bands.values_list("pk", flat=True))


def categories(cluster: Cluster, *, on_day: date) -> list[tuple[str, dict[str, str]]]:
    """Return (key, label) of each category of the schedule in force on the day, in order."""
    schedule = schedule_in_force(cluster, on=on_day)
    bands = FeeBand.objects.filter(component__schedule=schedule).select_related("component").order_by("component__position", "position")
    return [(f"{band.component.code}-{band.position}", band.label) for band in bands] if schedule else []


def municipalities_in_use() -> QuerySet[Municipality]:
    """Return the municipalities in which any organisation has its seat, by name."""
    return Municipality.objects.filter(Exists(Organisation.objects.filter(municipality=OuterRef("pk")))).order_by(Danish("name"))


def has_members(cluster: Cluster) -> bool:
    """Say whether the cluster has or had any member at all."""
    return Membership.objects.filter(cluster=cluster).exists()
