"""Memberships with what follows from their dates: type, notice, status and why they ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, CharField, DateField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.clock import DANISH, day_of, year_start
from klynge.core.texts import say
from klynge.directory.models import Organisation
from klynge.membership.models import Ending, Membership, MembershipPeriod, MembershipType, MembershipTypeChange, Resignation
from klynge.membership.rules.notice import effective_on
from klynge.membership.rules.status import Status, status
from klynge.membership.rules.terms import term_label


def with_status(memberships: QuerySet[Membership], on_day: date) -> QuerySet[Membership]:
    """Annotate ``notice_on`` and ``status_on_day``: the same as rules.status, in SQL."""
    received = Resignation.objects.filter(membership=OuterRef("pk"), withdrawn_at__isnull=True).values("received_on")[:1]
    recorded = Ending.objects.filter(membership=OuterRef("pk")).values(day=TruncDate("recorded_at", tzinfo=DANISH))[:1]
    notice = Coalesce(Subquery(received), Subquery(recorded), output_field=DateField())
    state = Case(
        When(during__startswith__gt=on_day, then=Value("upcoming")),
        When(during__endswith__isnull=True, then=Value("active")),
        When(during__endswith__lte=on_day, then=Value("ended")),
        When(notice_on__lte=on_day, then=Value("leaving")),
        default=Value("active"),
        output_field=CharField(),
    )
    return memberships.annotate(notice_on=notice).annotate(status_on_day=state)


def with_type(memberships: QuerySet[Membership], on_day: date) -> QuerySet[Membership]:
    """Annotate ``type_on_day_id``: the type on the day, or the first one when the day lies before the membership."""
    changed = MembershipTypeChange.objects.filter(membership=OuterRef("pk"), from_on__lte=on_day).order_by("-from_on").values("type_id")[:1]
    return memberships.annotate(type_on_day_id=Coalesce(Subquery(changed), F("type_id"), output_field=IntegerField()))


def with_reason(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Annotate ``end_reason``: of the ending, else of the resignation that stands; None while nothing ends."""
    stands = Resignation.objects.filter(membership=OuterRef("pk"), withdrawn_at__isnull=True).values("reason")[:1]
    return memberships.annotate(end_reason=Coalesce(F("ending__reason"), Subquery(stands), output_field=CharField()))


def status_on(membership: Membership, on_day: date) -> Status:
    """Return one membership's status on the day."""
    return status(membership.during.lower, membership.during.upper, _notice_on(membership), on_day)


def _notice_on(membership: Membership) -> date | None:
    if resignation := standing_resignation(membership):
        return resignation.received_on
    ending = Ending.objects.filter(membership=membership).first()
    return day_of(ending.recorded_at) if ending else None


def standing_resignation(membership: Membership) -> Resignation | None:
    """Return the resignation that has not been withdrawn, or None."""
    return Resignation.objects.filter(membership=membership, withdrawn_at__isnull=True).first()


def type_on(membership: Membership, on_day: date) -> MembershipType:
    """Return the type of the membership on the day."""
    change = membership.type_changes.filter(from_on__lte=on_day).select_related("type").order_by("-from_on").first()
    return change.type if change else membership.type


def memberships_of(organisation: Organisation, *, cluster: Cluster) -> QuerySet[Membership]:
    """Return all memberships of the organisation in the cluster, the latest first."""
    held = Membership.objects.filter(cluster=cluster, organisation=organisation)
    return with_reason(held).select_related("type", "cluster").order_by("-during")


def organisations_that_may_join(cluster: Cluster, *, on_day: date) -> QuerySet[Organisation]:
    """Return the organisations known here that are no members on the day or later, and are not dissolved; by name."""
    held = Membership.objects.filter(cluster=cluster, organisation=OuterRef("pk")).filter(
        Q(during__endswith__isnull=True) | Q(during__endswith__gt=on_day)
    )
    known = Organisation.objects.filter(listings__cluster=cluster, merged_into__isnull=True)
    free = known.filter(~Exists(held)).filter(Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=on_day))
    return free.in_danish_order()


@dataclass(frozen=True, slots=True)
class ResignationPreview:
    """What notice received on a day would mean, before anything is done."""

    received_on: date
    effective_on: date  # first day no longer a member
    last_day: date
    last_term: str  # label of the membership year that is the last to be invoiced
    is_last_term_billed: bool


def preview_resignation(membership: Membership, *, received_on: date) -> ResignationPreview:
    """Return when the membership would end by its cluster's notice rule, and which dues are the last."""
    cluster = membership.cluster
    ends_on = effective_on(
        cluster.notice_rule, received_on=received_on, months=cluster.notice_months, year_month=cluster.membership_year_month
    )
    last_day = ends_on - timedelta(days=1)
    billed = MembershipPeriod.objects.filter(membership=membership, freed_at__isnull=True, term__during__contains=last_day)
    return ResignationPreview(
        received_on=received_on,
        effective_on=ends_on,
        last_day=last_day,
        last_term=term_label(year_start(last_day, cluster.membership_year_month)),
        is_last_term_billed=billed.exists(),
    )


def end_words(membership: Membership) -> str:
    """Say in a sentence when a membership that ends does so, and when notice was received if it was."""
    last_day = membership.during.upper - timedelta(days=1)
    if resignation := standing_resignation(membership):
        return _("Notice received on %(received)s; the last day is %(last)s.") % {
            "received": say(resignation.received_on),
            "last": say(last_day),
        }
    return _("The last day is %s.") % say(last_day)
