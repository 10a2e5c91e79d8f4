"""Let an opportunity go to everybody, once somebody in the office has looked at it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.matchmaking import policies
from klynge.matchmaking.models import Opportunity


@transaction.atomic
def review_opportunity(opportunity: Opportunity, *, actor: Actor, at: datetime) -> Opportunity:
    """Note that it reads well and may be public where the company wants that. Raises: Refused, Conflict when there is nothing to look at."""
    require(policies.may_broker(actor, opportunity.cluster))
    opportunity = Opportunity.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=opportunity.pk)
    if opportunity.published_at is None or opportunity.withdrawn_at:
        raise Conflict(_("This is not published."))
    if opportunity.reviewed_at:
        return opportunity
    opportunity.reviewed_at, opportunity.reviewed_by = at, actor.name[:120]
    opportunity.save(update_fields=["reviewed_at", "reviewed_by"])
    record(actor, "matchmaking.opportunity.reviewed", opportunity, at=at)
    return opportunity
