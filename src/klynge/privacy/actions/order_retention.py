"""Let what was kept as long as it may be go by itself every night, or no longer."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.privacy import policies
from klynge.privacy.models import StandingOrder


@transaction.atomic
def order_retention(cluster: Cluster, *, is_wanted: bool, actor: Actor, at: datetime) -> StandingOrder | None:
    """Give or end the standing order; return the one that holds. Safe to run twice. Raises: Refused."""
    require(policies.may_retain(actor, cluster))
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    holds = StandingOrder.objects.filter(cluster=cluster, ended_at__isnull=True).first()
    if is_wanted == (holds is not None):
        return holds

    if holds is not None:
        StandingOrder.objects.filter(pk=holds.pk).update(ended_at=at)
        record(actor, "privacy.retention.ended", holds, at=at)
        return None
    order: StandingOrder = StandingOrder.objects.create(cluster=cluster, ordered_at=at, ordered_by=actor.name)
    record(actor, "privacy.retention.ordered", order, at=at)
    return order
