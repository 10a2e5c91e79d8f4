"""What merging two organisations would do, before anything is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.directory.models import Affiliation, ContactRole, ContactRoleKind, Listing, Metric, Organisation, Ownership, Partnership

from .organisations import LatestSize, latest_sizes, owners_of

# By which column each row that may move belongs to an organisation.
OWNERS_OF = {"directory.affiliation": "organisation", "directory.contactrole": "organisation", "directory.ownership": "parent"}


@dataclass(frozen=True, slots=True)
class MergerPlan:
    """Rows that run on the day or later: some move to the survivor, some end because the survivor has the same already. Past ones stay."""

    survivor: Organisation
    loser: Organisation
    effective_on: date
    moves: tuple[Affiliation | ContactRole | Ownership, ...]
    ends: tuple[Affiliation | ContactRole, ...]
    survivor_size: LatestSize | None
    loser_size: LatestSize | None  # stays with the loser: how large both are together is for the survivor to say
    conflicts: tuple[str, ...]  # sentences; with one of them nothing can be merged

    @property
    def moved(self) -> dict[str, list[int]]:
        """Ids of the rows that move, by model."""
        return _ids(self.moves)

    @property
    def ended(self) -> dict[str, list[list[Any]]]:
        """Ids of the rows that end with the day on which they would have ended, by model."""
        found: dict[str, list[list[Any]]] = {}
        for row in self.ends:
            upper = row.during.upper
            found.setdefault(row._meta.label_lower, []).append([row.pk, upper.isoformat() if upper else None])
        return found

    def plain(self) -> dict[str, Any]:
        """Return what was planned as JSON data."""
        return {"moves": self.moved, "ends": self.ended, "names": [self.survivor.name, self.loser.name]}


def plan_merger(cluster: Cluster, *, survivor: Organisation, loser: Organisation, effective_on: date) -> MergerPlan:
    """Return what would move, what would end, and what stands in the way."""
    runs = Q(during__endswith__isnull=True) | Q(during__endswith__gt=effective_on)
    works = list(Affiliation.objects.filter(runs, organisation=loser).select_related("person").order_by("pk"))
    roles = list(ContactRole.objects.filter(runs, cluster=cluster, organisation=loser).select_related("person").order_by("pk"))
    owned = Ownership.objects.filter(runs, parent=loser).exclude(organisation__in=_above(survivor, effective_on))
    doubled, doubled_roles = _doubled(works, survivor), _doubled_roles(roles, cluster, survivor)
    sizes = latest_sizes([survivor.pk, loser.pk], metric=Metric.HEADCOUNT, on_day=effective_on)
    return MergerPlan(
        survivor=survivor,
        loser=loser,
        effective_on=effective_on,
        moves=(
            *(row for row in works if row not in doubled),
            *(row for row in roles if row not in doubled_roles),
            *owned.select_related("organisation").order_by("pk"),
        ),
        ends=tuple(row for row in (*doubled, *doubled_roles) if row.during.lower < effective_on),
        survivor_size=sizes.get(survivor.pk),
        loser_size=sizes.get(loser.pk),
        conflicts=tuple(_conflicts(cluster, survivor, loser, effective_on)),
    )


def _ids(rows: Sequence[Any]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row._meta.label_lower, []).append(row.pk)
    return found


def _above(survivor: Organisation, on_day: date) -> set[int]:
    """Whoever owns the survivor can't become its subsidiary."""
    return {survivor.pk, *owners_of(survivor, on_day=on_day)}


def _doubled(works: list[Affiliation], survivor: Organisation) -> list[Affiliation]:
    """Find whoever works at both on some day."""
    there = list(Affiliation.objects.filter(organisation=survivor, person__in=[row.person_id for row in works]))
    return [row for row in works if any(row.person_id == other.person_id and _meet(row, other) for other in there)]


def _doubled_roles(roles: list[ContactRole], cluster: Cluster, survivor: Organisation) -> list[ContactRole]:
    """Find the roles that somebody has at the survivor on some day; the board has many members, so only its own person counts."""
    there = list(ContactRole.objects.filter(cluster=cluster, organisation=survivor, kind__in=[row.kind for row in roles]))

    def is_taken(row: ContactRole, other: ContactRole) -> bool:
        is_same = row.kind == other.kind and (row.kind != ContactRoleKind.BOARD or row.person_id == other.person_id)
        return is_same and _meet(row, other)

    return [row for row in roles if any(is_taken(row, other) for other in there)]


def _meet(row: Affiliation | ContactRole, other: Affiliation | ContactRole) -> bool:
    """Say whether two half-open spans have a day in common."""
    (low, high), (start, end) = (row.during.lower, row.during.upper), (other.during.lower, other.during.upper)
    return (end is None or low < end) and (high is None or start < high)


def _conflicts(cluster: Cluster, survivor: Organisation, loser: Organisation, on_day: date) -> list[str]:
    if survivor.pk == loser.pk:
        return [_("An organisation can't be merged with itself. Choose another one.")]
    found = [
        _("%(name)s was merged into %(other)s already.") % {"name": each.name, "other": each.merged_into.name}
        for each in (survivor, loser)
        if each.merged_into is not None
    ]
    if Listing.objects.filter(organisation=loser).exclude(cluster=cluster).exists():
        found.append(_("%s is known to another cluster, too, so one cluster alone can't merge it away.") % loser.name)
    runs = Q(during__endswith__isnull=True) | Q(during__endswith__gt=on_day)
    if Partnership.objects.filter(runs, cluster=cluster, organisation=loser).exists():
        found.append(_("%s is a core partner. End the partnership first.") % loser.name)
    return found
