"""Keep an offer, a request or an idea open longer."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.matchmaking import policies
from klynge.matchmaking.models import Opportunity, OpportunityState
from klynge.matchmaking.queries.opportunities import LASTS, LONGEST


@transaction.atomic
def renew_opportunity(opportunity: Opportunity, *, actor: Actor, at: datetime, until: date | None = None) -> Opportunity:
    """Set a later last day (a year from today unless one is given), also for one that has run out.

    Raises: Refused; Conflict for a draft or one that was withdrawn; Invalid for a day that is not later, or too late.
    """
    require(policies.may_offer_for(actor, opportunity.cluster, opportunity.organisation_id))
    opportunity = Opportunity.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=opportunity.pk)
    day = day_of(at)
    if opportunity.state_on(day) not in (OpportunityState.OPEN, OpportunityState.EXPIRED):
        raise Conflict(_("Publish it first."))
    until = until or day + LASTS
    if until <= max(opportunity.deadline_on, day):
        raise Invalid(_("Choose a later day than it has."), field="deadline_on")
    if until > day + LONGEST:
        raise Invalid(_("Choose a last day within two years; it can be renewed."), field="deadline_on")
    before, opportunity.deadline_on, opportunity.renewed_at = opportunity.deadline_on, until, at
    opportunity.save(update_fields=["deadline_on", "renewed_at"])
    record(actor, "matchmaking.opportunity.renewed", opportunity, at=at, before=before.isoformat(), until=until.isoformat())
    return opportunity
