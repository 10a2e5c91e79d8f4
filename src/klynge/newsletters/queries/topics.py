"""What messages can be about, and who does not want to read it."""

from __future__ import annotations

from django.db.models import QuerySet

from klynge.access.models import Cluster
from klynge.directory.models import Person
from klynge.newsletters.models import Topic, TopicRefusal


def open_topics(cluster: Cluster) -> QuerySet[Topic]:
    """Return the topics that can be chosen, the oldest first."""
    return Topic.objects.filter(cluster=cluster, ended_at__isnull=True).order_by("pk")


def refusals_of(person: Person, *, cluster: Cluster) -> QuerySet[TopicRefusal]:
    """Return the topics that the person does not want, the oldest first."""
    return TopicRefusal.objects.filter(cluster=cluster, person=person).select_related("topic").order_by("topic_id")


def choices_of(person: Person, *, cluster: Cluster) -> list[tuple[Topic, bool]]:
    """Return each topic with whether the person wants it."""
    refused = {refusal.topic_id for refusal in refusals_of(person, cluster=cluster)}
    return [(topic, topic.pk not in refused) for topic in open_topics(cluster)]
