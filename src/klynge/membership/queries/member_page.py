"""Everything about one member: what its page shows, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from klynge.access.models import Cluster
from klynge.billing.models import Invoice
from klynge.billing.queries import Standing, standing, with_balance
from klynge.core.sorting import Danish
from klynge.directory.models import Affiliation, ContactRole, MasterDataCheck, Organisation, Ownership, Partnership, SizeDeclaration
from klynge.directory.queries.master_data import last_check
from klynge.directory.queries.people import ADDRESSES, remembered
from klynge.membership.models import Membership, MembershipPeriod, MembershipType, PersonalAdjustment, Resignation
from klynge.membership.rules.status import Status

from .memberships import memberships_of, standing_resignation, status_on, type_on


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One membership with all that hangs on it; lists are whole, the newest first."""

    membership: Membership
    organisation: Organisation
    status: Status
    type: MembershipType
    since: date  # the first day of the first membership
    earlier: list[Membership]  # the organisation's other memberships here
    resignation: Resignation | None
    owners: list[Ownership]  # every one there has been or will be, the latest first
    partnership: Partnership | None
    period: MembershipPeriod | None  # of the day, else the most recent
    adjustments: list[PersonalAdjustment]
    sizes: list[SizeDeclaration]
    roles: list[ContactRole]
    former_roles: list[ContactRole]
    people: list[Affiliation]
    former_people: list[Affiliation]
    invoices: list[Invoice]
    standing: Standing
    check: MasterDataCheck | None  # when somebody last looked at the facts


def member_page(membership: Membership, *, on_day: date) -> MemberPage:
    """Return what there is to know about the member on the day."""
    cluster, organisation = membership.cluster, membership.organisation
    held = list(memberships_of(organisation, cluster=cluster))
    roles, people = list(_roles(organisation, cluster)), list(_people(organisation))
    return MemberPage(
        membership=membership,
        organisation=organisation,
        status=status_on(membership, on_day),
        type=type_on(membership, on_day),
        since=held[-1].during.lower,
        earlier=[each for each in held if each.pk != membership.pk],
        resignation=standing_resignation(membership),
        owners=list(Ownership.objects.filter(organisation=organisation).select_related("parent").order_by("-during")),
        partnership=Partnership.objects.filter(cluster=cluster, organisation=organisation, during__contains=on_day).first(),
        period=current_period(membership, on_day=on_day),
        adjustments=list(membership.adjustments.order_by("-pk")),
        sizes=list(organisation.sizes.order_by("-as_of", "-pk")),
        roles=[role for role in roles if _runs(role, on_day)],
        former_roles=[role for role in roles if not _runs(role, on_day)],
        people=[work for work in people if _runs(work, on_day)],
        former_people=[work for work in people if not _runs(work, on_day)],
        invoices=list(with_balance(Invoice.objects.filter(cluster=cluster, organisation=organisation), on=on_day).order_by("-id")),
        standing=standing(cluster, organisation.pk, on=on_day),
        check=last_check(organisation, cluster=cluster),
    )


def current_period(membership: Membership, *, on_day: date) -> MembershipPeriod | None:
    """Return the charged period of the day, else the most recent one; credited ones don't count."""
    periods = MembershipPeriod.objects.filter(membership=membership, freed_at__isnull=True)
    periods = periods.select_related("term", "band", "assessment", "invoice", "declaration").order_by("-term__during")
    return periods.filter(term__during__contains=on_day).first() or periods.first()


def planned_type(membership: Membership, *, on_day: date) -> tuple[MembershipType, date] | None:
    """Return the type that the membership changes to next, and from which day."""
    change = membership.type_changes.filter(from_on__gt=on_day).select_related("type").order_by("from_on").first()
    return (change.type, change.from_on) if change else None


def _runs(row: ContactRole | Affiliation, on_day: date) -> bool:
    return row.during.upper is None or row.during.upper > on_day


def _roles(organisation: Organisation, cluster: Cluster) -> QuerySet[ContactRole]:
    rows = ContactRole.objects.filter(remembered(), cluster=cluster, organisation=organisation)
    return rows.select_related("person").prefetch_related(ADDRESSES).order_by("kind", Danish("person__name"), "pk")


def _people(organisation: Organisation) -> QuerySet[Affiliation]:
    rows = Affiliation.objects.filter(remembered(), organisation=organisation)
    return rows.select_related("person").prefetch_related(ADDRESSES).order_by(Danish("person__name"), "pk")
