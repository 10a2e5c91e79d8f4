"""Show an offer, a request or an idea to the members."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.matchmaking import policies
from klynge.matchmaking.models import Opportunity, OpportunityState
from klynge.matchmaking.queries.matches import is_member


@transaction.atomic
def publish_opportunity(opportunity: Opportunity, *, actor: Actor, at: datetime) -> Opportunity:
    """Publish it, or bring back what was withdrawn: members see it at once, everybody else once the office has looked at it.

    Raises: Refused, Conflict when it is open already, Invalid when its last day is over or the company is no member.
    """
    require(policies.may_offer_for(actor, opportunity.cluster, opportunity.organisation_id))
    opportunity = Opportunity.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=opportunity.pk)
    day = day_of(at)
    if opportunity.state_on(day) == OpportunityState.OPEN:
        raise Conflict(_("This is open already."))
    if opportunity.deadline_on < day:
        raise Invalid(_("The last day is over. Renew it instead."), field="deadline_on")
    if not is_member(opportunity.organisation_id, cluster=opportunity.cluster, on=day):
        raise Invalid(_("%s is no member now. Members offer and seek.") % opportunity.organisation)
    opportunity.published_at, opportunity.withdrawn_at = at, None
    if policies.may_broker(actor, opportunity.cluster):
        opportunity.reviewed_at, opportunity.reviewed_by = at, actor.name[:120]
    opportunity.save(update_fields=["published_at", "withdrawn_at", "reviewed_at", "reviewed_by"])
    record(actor, "matchmaking.opportunity.published", opportunity, at=at, kind=opportunity.kind, visibility=opportunity.visibility)
    return opportunity
