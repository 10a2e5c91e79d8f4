"""Add something that messages can be about."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.core.texts import LANGUAGES
from klynge.newsletters import policies
from klynge.newsletters.models import Topic

LONGEST = 80


@transaction.atomic
def add_topic(cluster: Cluster, *, name: Mapping[str, str], actor: Actor, at: datetime) -> Topic:
    """Keep a topic; whoever has said yes to marketing gets it until saying otherwise. Raises: Refused, Invalid."""
    require(policies.may_write(actor, cluster))
    given = {language: str(name.get(language) or "").strip() for language in LANGUAGES}
    if not given[cluster.locale]:
        raise Invalid(_("Give the topic a name."), field=f"name_{cluster.locale}")
    if any(len(text) > LONGEST for text in given.values()):
        raise Invalid(_("A name has at most %d characters.") % LONGEST, field=f"name_{cluster.locale}")
    topic: Topic = Topic.objects.create(cluster=cluster, name=given, added_at=at)
    record(actor, "newsletters.topic.added", topic, at=at)
    return topic
