"""Let go of who sat in networks; that a seat was taken, and that somebody came, stays."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.models import Person
from klynge.networks import policies
from klynge.networks.models import Attendance, Feedback, Hearing, Officer, Post, Seat


@transaction.atomic
def blot_holder(person: Person, *, cluster: Cluster, actor: Actor, at: datetime) -> int:
    """Erase the person from seats, offices and lists of who came. Returns how many rows. Raises: Refused."""
    require(policies.may_blot(actor, cluster))
    count = Seat.objects.filter(cluster=cluster, holder=person).update(holder=None, substitute=None)
    count += Seat.objects.filter(cluster=cluster, substitute=person).update(substitute=None)
    count += Attendance.objects.filter(cluster=cluster, person=person).update(person=None)
    count += Officer.objects.filter(cluster=cluster, person=person).delete()[0]
    count += Feedback.objects.filter(cluster=cluster, person=person).delete()[0]
    count += Hearing.objects.filter(cluster=cluster, person=person).delete()[0]
    count += Post.objects.filter(cluster=cluster, person=person).update(
        person=None, by_name="", text="", removed_at=at, removed_by=actor.name[:120]
    )
    if count:
        record(actor, "networks.holder.blotted", cluster, at=at, rows=count)
    return count
