"""Take a membership up again."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.core.ranges import span
from klynge.core.texts import say
from klynge.membership import policies
from klynge.membership.actions.join_member import join_member
from klynge.membership.models import Ending, Membership, Resignation
from klynge.membership.queries.admission import refuse_admission
from klynge.membership.queries.memberships import type_on


@transaction.atomic
def reinstate_membership(membership: Membership, *, from_on: date, actor: Actor, at: datetime) -> Membership:
    """Let a membership go on: from the very day on which it ended, the same row is opened again; from a later day, a new row begins.

    One row stays one unbroken membership. The member number is the same either way; the ending and the resignation are undone, and
    stay in the audit log. Raises: Refused, Conflict for a day on which it still runs, TermClosed, CannotJoin, AlreadyMember, IsPartner.
    """
    require(policies.may_admit(actor, membership.cluster))
    membership = Membership.objects.select_for_update(of=("self",)).select_related("cluster", "organisation").get(pk=membership.pk)
    ends_on = membership.during.upper
    if ends_on is None or from_on < ends_on:
        raise Conflict(_("The membership runs on %s; there is nothing to take up again.") % say(from_on))
    if day_of(at) < ends_on and not hasattr(membership, "ending"):
        raise Conflict(_("The resignation has not taken effect yet. Take the resignation back instead."))

    facts = {"from_on": from_on.isoformat(), "ended_on": ends_on.isoformat()}
    if from_on == ends_on:
        kept = _reopen(membership, actor, at)
    else:
        kept = join_member(
            membership.cluster, organisation=membership.organisation, type=type_on(membership, ends_on), joined_on=from_on, actor=actor, at=at,
            is_founding=membership.is_founding,
        )  # fmt: skip
    record(actor, "membership.membership.reinstated", membership.organisation, at=at, cluster_id=membership.cluster_id, **facts)
    return kept


def _reopen(membership: Membership, actor: Actor, at: datetime) -> Membership:
    refuse_admission(membership.cluster, membership.organisation, from_on=membership.during.upper, besides=membership)
    Ending.objects.filter(membership=membership).delete()
    Resignation.objects.filter(membership=membership, withdrawn_at__isnull=True).update(withdrawn_at=at, withdrawn_by=actor.name)
    membership.during = span(membership.during.lower)
    membership.save(update_fields=["during"])
    return Membership.objects.select_related("cluster", "organisation").get(pk=membership.pk)
