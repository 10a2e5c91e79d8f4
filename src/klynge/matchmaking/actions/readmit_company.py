"""Take back that a company is not to be suggested."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.matchmaking import policies
from klynge.matchmaking.models import Avoidance


@transaction.atomic
def readmit_company(avoidance: Avoidance, *, actor: Actor, at: datetime) -> None:
    """Let the other be suggested again from the next computation on. Raises: Refused."""
    require(policies.may_offer_for(actor, avoidance.cluster, avoidance.organisation_id))
    organisation, cluster_id = avoidance.organisation, avoidance.cluster_id
    Avoidance.objects.filter(pk=avoidance.pk).delete()
    record(actor, "matchmaking.company.readmitted", organisation, at=at, cluster_id=cluster_id)
