"""Decide that a draft is not to leave."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.newsletters import policies
from klynge.newsletters.models import Message
from klynge.newsletters.queries.drafts import locked, locked_draft


@transaction.atomic
def discard_message(message: Message, *, actor: Actor, at: datetime) -> Message:
    """Discard a draft; one that is discarded already is returned as it is. Raises: Refused, Conflict when it has left."""
    require(policies.may_change(actor, message))
    message = locked(message)
    if message.discarded_at is None:
        message = locked_draft(message)
        message.discarded_at = at
        message.save(update_fields=["discarded_at"])
        record(actor, "newsletters.message.discarded", message, at=at)
    return message
