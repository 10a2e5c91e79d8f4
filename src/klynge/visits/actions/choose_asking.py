"""Ask the site's visitors whether they may be counted, or ask no longer."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.visits import policies
from klynge.visits.models import Asking


@transaction.atomic
def choose_asking(cluster: Cluster, *, is_asked: bool, actor: Actor, at: datetime) -> None:
    """Begin or end asking; nothing happens where it already is so. Raises: Refused. Source: ePrivacy directive, article 5(3)."""
    require(policies.may_choose(actor, cluster))
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    current = Asking.objects.filter(ended_at__isnull=True).first()
    if is_asked == (current is not None):
        return
    if current is None:
        asking = Asking.objects.create(cluster=cluster, began_at=at)
        record(actor, "visits.asking.begun", asking, at=at)
        return
    current.ended_at = at
    current.save(update_fields=["ended_at"])
    record(actor, "visits.asking.ended", current, at=at)
