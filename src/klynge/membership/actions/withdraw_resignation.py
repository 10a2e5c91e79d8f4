"""Take a resignation back before it takes effect."""

from datetime import datetime

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
from klynge.membership.errors import TooLate
from klynge.membership.models import Membership, Resignation
from klynge.membership.queries.admission import refuse_admission


@transaction.atomic
def withdraw_resignation(resignation: Resignation, *, actor: Actor, at: datetime) -> Membership:
    """Withdraw the resignation; the membership goes on as if none had been given.

    Raises: Refused, TooLate once it has taken effect or the membership was ended in another way, Conflict, AlreadyMember, IsPartner.
    """
    require(policies.may_take_notice_back(actor, resignation.membership))
    membership = (
        Membership.objects.select_for_update(of=("self",)).select_related("cluster", "organisation").get(pk=resignation.membership_id)
    )
    resignation = Resignation.objects.select_for_update().get(pk=resignation.pk)
    if resignation.withdrawn_at:
        raise Conflict(_("%s has taken this resignation back already.") % resignation.withdrawn_by)
    if day_of(at) >= resignation.effective_on:
        raise TooLate(_("The resignation took effect on %s. Take the membership up again instead.") % say(resignation.effective_on))
    if hasattr(membership, "ending"):
        raise TooLate(_("The membership was ended in another way meanwhile. Take it up again instead."))
    refuse_admission(membership.cluster, membership.organisation, from_on=resignation.effective_on, besides=membership)

    resignation.withdrawn_at, resignation.withdrawn_by = at, actor.name
    resignation.save(update_fields=["withdrawn_at", "withdrawn_by"])
    membership.during = span(membership.during.lower)
    membership.save(update_fields=["during"])
    facts = {"received_on": resignation.received_on.isoformat(), "effective_on": resignation.effective_on.isoformat()}
    record(actor, "membership.membership.withdrawn", membership.organisation, at=at, cluster_id=membership.cluster_id, **facts)
    return membership
