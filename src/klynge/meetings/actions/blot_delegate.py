"""Blot a person who is forgotten out of meeting days."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.texts import pattern_of
from klynge.directory.models import FORGOTTEN, Person
from klynge.directory.queries.people import addresses_of
from klynge.meetings import policies
from klynge.meetings.models import Delegate, Rating


@transaction.atomic
def blot_delegate(person: Person, *, cluster: Cluster, actor: Actor, at: datetime) -> int:
    """Take the person off the delegates and out of comments; the meetings stay for the company. Return how many rows changed. Raises: Refused."""
    require(policies.may_blot(actor, cluster))
    count, _each = Delegate.objects.filter(participant__day__cluster=cluster, person=person).delete()
    for word in (*addresses_of(person), person.phone, person.name):
        if len(word) > 3 and word != FORGOTTEN:
            count += Rating.objects.filter(participant__day__cluster=cluster, comment__iregex=pattern_of(word)).update(comment=FORGOTTEN)
    if count:
        record(actor, "meetings.delegate.blotted", cluster, at=at, cluster_id=cluster.pk, count=count)
    return count
