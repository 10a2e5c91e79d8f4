"""Change an offer, a request or an idea."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.matchmaking import policies
from klynge.matchmaking.models import Opportunity, OpportunityRevision
from klynge.matchmaking.queries.opportunities import cleaned, content_of


@transaction.atomic
def change_opportunity(opportunity: Opportunity, *, facts: Mapping[str, Any], actor: Actor, at: datetime) -> Opportunity:
    """Replace its words and choices and keep how it read; new words for everybody are looked at by the office again. Raises: Refused, Invalid."""
    require(policies.may_offer_for(actor, opportunity.cluster, opportunity.organisation_id))
    opportunity = Opportunity.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=opportunity.pk)
    before = content_of(opportunity)
    for name, value in cleaned(opportunity.cluster, facts, on=day_of(at)).items():
        setattr(opportunity, name, value)
    if content_of(opportunity) == before:
        return opportunity
    OpportunityRevision.objects.create(opportunity=opportunity, until_at=at, changed_by=actor.name[:120], content=before)
    opportunity.changed_at, opportunity.changed_by = at, actor.name[:120]
    if not policies.may_broker(actor, opportunity.cluster):
        opportunity.reviewed_at, opportunity.reviewed_by = None, ""
    opportunity.save()
    record(actor, "matchmaking.opportunity.changed", opportunity, at=at)
    return opportunity
