"""Write about something no more."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.newsletters import policies
from klynge.newsletters.models import Topic


@transaction.atomic
def end_topic(topic: Topic, *, actor: Actor, at: datetime) -> Topic:
    """Take a topic out of the choices; what was sent and chosen stays. Nothing happens where it is so already. Raises: Refused."""
    require(policies.may_write(actor, topic.cluster))
    topic = Topic.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=topic.pk)
    if topic.ended_at is None:
        topic.ended_at = at
        topic.save(update_fields=["ended_at"])
        record(actor, "newsletters.topic.ended", topic, at=at)
    return topic
