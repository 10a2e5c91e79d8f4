"""Let go of what somebody wanted to read about."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.models import Person
from klynge.newsletters import policies
from klynge.newsletters.models import TopicRefusal


@transaction.atomic
def forget_choices(person: Person, *, cluster: Cluster, actor: Actor, at: datetime) -> int:
    """Delete the choices of a forgotten person; return how many there were. Raises: Refused."""
    require(policies.may_forget(actor, cluster))
    count, _rows = TopicRefusal.objects.filter(cluster=cluster, person=person).delete()
    if count:
        record(actor, "newsletters.topics.forgotten", cluster, at=at, cluster_id=cluster.pk, count=count)
    return count
