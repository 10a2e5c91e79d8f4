"""Restore memberships after a merger was undone."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.ranges import span
from klynge.directory.models import Merger
from klynge.membership import policies
from klynge.membership.models import DuesLine, Ending, EndReason, Membership, MembershipPeriod, MergedMembership


@transaction.atomic
def undo_merger(merger: Merger, *, actor: Actor, at: datetime) -> MergedMembership | None:
    """Let the loser's membership run as it did before; the survivor's, made by the merger, goes away, or ends when it was billed itself.

    Doing it again changes nothing; None when the merger was never followed. Raises: Refused.
    """
    require(policies.may_end(actor, merger.cluster))
    followed = MergedMembership.objects.select_for_update(of=("self",)).select_related("ended", "made").filter(merger=merger).first()
    if followed is None or followed.undone_at:
        return followed

    if followed.made:
        _take_back(followed.made, actor, at)
    if followed.ended:
        Ending.objects.filter(membership=followed.ended, reason=EndReason.MERGED).delete()
        followed.ended.during = span(followed.ended.during.lower, followed.ended_before)
        followed.ended.save(update_fields=["during"])
    followed.undone_at, followed.made = at, None
    followed.save(update_fields=["undone_at", "made"])
    record(actor, "membership.memberships.unmerged", merger.survivor, at=at, cluster_id=merger.cluster_id, merger=merger.pk)
    return followed


def _take_back(made: Membership, actor: Actor, at: datetime) -> None:
    is_billed = MembershipPeriod.objects.filter(membership=made, invoice__isnull=False).exists()
    if is_billed or DuesLine.objects.filter(membership=made).exists():
        today = max(day_of(at), made.during.lower.fromordinal(made.during.lower.toordinal() + 1))
        if made.during.upper is None or made.during.upper > today:
            Ending.objects.get_or_create(
                membership=made, defaults={"reason": EndReason.OTHER, "note": "", "recorded_at": at, "recorded_by": actor.name}
            )
            made.during = span(made.during.lower, today)
            made.save(update_fields=["during"])
        return
    Ending.objects.filter(membership=made).delete()
    for kept in (made.periods, made.resignations, made.adjustments, made.type_changes):
        kept.all().delete()
    MergedMembership.objects.filter(made=made).update(made=None)
    made.delete()
