"""Say what one wants to read about."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.models import Person
from klynge.newsletters import policies
from klynge.newsletters.models import TopicRefusal
from klynge.newsletters.queries.topics import open_topics


@transaction.atomic
def choose_topics(person: Person, *, cluster: Cluster, wanted: Collection[int], actor: Actor, at: datetime) -> int:
    """Keep which of the cluster's topics the person does not want; return how many. Safe to run twice. Raises: Refused."""
    require(policies.may_choose(actor, person, cluster))
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    topics = {topic.pk for topic in open_topics(cluster)}
    refused = topics - set(wanted)
    known = set(TopicRefusal.objects.filter(person=person, topic__in=topics).values_list("topic_id", flat=True))
    if refused == known:
        return len(refused)
    TopicRefusal.objects.filter(person=person, topic__in=known - refused).delete()
    TopicRefusal.objects.bulk_create(TopicRefusal(cluster=cluster, person=person, topic_id=pk, at=at) for pk in sorted(refused - known))
    record(actor, "newsletters.topics.chosen", person, at=at, cluster_id=cluster.pk, refused=len(refused))
    return len(refused)
