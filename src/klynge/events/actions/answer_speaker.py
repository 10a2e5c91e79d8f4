"""A speaker agrees to be shown, or takes it back."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.events import policies
from klynge.events.models import Speaker


@transaction.atomic
def answer_speaker(speaker: Speaker, *, agrees: bool, actor: Actor, at: datetime) -> Speaker:
    """Keep the answer with its moment; a no hides the speaker everywhere at once, a later yes counts again. Safe to run twice. Raises: Refused."""
    require(policies.may_move_queue(actor, speaker.cluster))
    speaker = Speaker.objects.select_for_update(of=("self",)).select_related("event", "cluster").get(pk=speaker.pk)
    is_known = speaker.declined_at is None and speaker.agreed_at is not None if agrees else speaker.declined_at is not None
    if is_known:
        return speaker
    if agrees:
        speaker.agreed_at, speaker.declined_at = at, None
    else:
        speaker.declined_at = at
    speaker.save(update_fields=["agreed_at", "declined_at"])
    record(actor, "events.speaker.agreed" if agrees else "events.speaker.declined", speaker.event, at=at)
    return speaker
