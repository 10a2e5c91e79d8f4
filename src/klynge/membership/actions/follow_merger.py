"""Let memberships follow the merger of their organisations."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.ranges import span
from klynge.directory.models import Merger
from klynge.membership import policies
from klynge.membership.actions.join_member import join_member
from klynge.membership.models import Ending, EndReason, Membership, MembershipPeriod, MergedMembership
from klynge.membership.queries.memberships import type_on
from klynge.membership.queries.merging import MemberMergerPlan, plan_member_merger


@transaction.atomic
def follow_merger(merger: Merger, *, actor: Actor, at: datetime) -> MergedMembership:
    """End the loser's membership and let a survivor that is no member take its place; doing it again changes nothing.

    Terms that the loser was charged for count as charged for a survivor that takes its place. No invoice is touched. Raises: Refused.
    """
    require(policies.may_end(actor, merger.cluster))
    merger = Merger.objects.select_for_update(of=("self",)).select_related("cluster", "survivor", "loser").get(pk=merger.pk)
    if done := MergedMembership.objects.filter(merger=merger).first():
        return done
    plan = plan_member_merger(merger.cluster, survivor=merger.survivor, loser=merger.loser, effective_on=merger.effective_on)

    made = _take_place(merger, plan, actor, at) if plan.survivor_joins else None
    gone = plan.loser_membership
    followed = MergedMembership.objects.create(
        merger=merger, ended=gone, ended_before=gone.during.upper if gone else None, made=made, followed_at=at
    )
    if gone:
        _end(gone, plan, merger, actor, at)
    facts = {"merger": merger.pk, "ended": gone.member_no if gone else None, "made": made.member_no if made else None}
    record(actor, "membership.memberships.merged", merger.survivor, at=at, cluster_id=merger.cluster_id, **facts)
    return followed


def _end(gone: Membership, plan: MemberMergerPlan, merger: Merger, actor: Actor, at: datetime) -> None:
    if not Ending.objects.filter(membership=gone).exists():
        Ending.objects.create(
            membership=gone, reason=EndReason.MERGED, note=merger.survivor.name[:300], recorded_at=at, recorded_by=actor.name
        )
    gone.during = span(gone.during.lower, plan.ends_on)
    gone.save(update_fields=["during"])


def _take_place(merger: Merger, plan: MemberMergerPlan, actor: Actor, at: datetime) -> Membership:
    gone = plan.loser_membership
    made = join_member(
        merger.cluster, organisation=merger.survivor, type=type_on(gone, plan.ends_on), joined_on=plan.ends_on, actor=actor, at=at,
        is_founding=gone.is_founding,
    )  # fmt: skip
    MembershipPeriod.objects.bulk_create(
        MembershipPeriod(
            cluster=merger.cluster, membership=made, term=period.term, during=span(max(plan.ends_on, period.term.during.lower), period.term.during.upper),
            assessment=period.assessment, declaration_id=period.declaration_id, band_id=period.band_id, net_minor=0, currency=period.currency,
            charged_at=at,
        )
        for period in plan.charged
    )  # fmt: skip
    return made
