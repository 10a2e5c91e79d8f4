"""Take an offer, a request or an idea back."""

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
def withdraw_opportunity(opportunity: Opportunity, *, actor: Actor, at: datetime) -> Opportunity:
    """Show it to nobody else any more; what began through it goes on. Raises: Refused, Conflict when it is not published."""
    require(policies.may_offer_for(actor, opportunity.cluster, opportunity.organisation_id))
    opportunity = Opportunity.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=opportunity.pk)
    if opportunity.published_at is None or opportunity.withdrawn_at:
        raise Conflict(_("This is not published."))
    opportunity.withdrawn_at = at
    opportunity.save(update_fields=["withdrawn_at"])
    record(actor, "matchmaking.opportunity.withdrawn", opportunity, at=at)
    return opportunity
