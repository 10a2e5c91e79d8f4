"""Delete newsletter subscriptions that were taken back long ago."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory import policies
from klynge.directory.models import Subscription


@transaction.atomic
def delete_subscriptions(cluster: Cluster, *, withdrawn_before: datetime, actor: Actor, at: datetime) -> int:
    """Delete the subscriptions that were taken back before the moment; return how many. Raises: Refused."""
    require(policies.may_expire(actor, cluster))
    count, _models = Subscription.objects.filter(cluster=cluster, withdrawn_at__lt=withdrawn_before).delete()
    if count:
        record(actor, "directory.subscriptions.deleted", cluster, at=at, cluster_id=cluster.pk, count=count)
    return count
