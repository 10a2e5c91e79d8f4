"""Take somebody off the programme."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.events import policies
from klynge.events.models import Speaker


@transaction.atomic
def remove_speaker(speaker: Speaker, *, actor: Actor, at: datetime) -> None:
    """Delete what is kept about the speaker at this event. Raises: Refused."""
    require(policies.may_manage(actor, speaker.cluster))
    event = speaker.event
    deleted, _rows = Speaker.objects.filter(pk=speaker.pk).delete()
    if deleted:
        record(actor, "events.speaker.removed", event, at=at)
