"""Let go of who applied and worked in programmes; hours and seats stay the company's."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.models import Person
from klynge.programmes import policies
from klynge.programmes.models import Application, Hours


@transaction.atomic
def blot_worker(person: Person, *, cluster: Cluster, actor: Actor, at: datetime) -> int:
    """Erase the person from applications and hours. Returns how many rows. Raises: Refused."""
    require(policies.may_blot(actor, cluster))
    count = int(Application.objects.filter(cluster=cluster, contact=person).update(contact=None))
    count += int(Hours.objects.filter(cluster=cluster, person=person).update(person=None))
    if count:
        record(actor, "programmes.worker.blotted", cluster, at=at, rows=count)
    return count
