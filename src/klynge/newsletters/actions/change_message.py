"""Change the text of a draft."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.newsletters import policies
from klynge.newsletters.models import Message
from klynge.newsletters.queries.drafts import locked_draft
from klynge.newsletters.queries.wording import cleaned


@transaction.atomic
def change_message(message: Message, *, subject: Mapping[str, str], body: Mapping[str, str], actor: Actor, at: datetime) -> Message:
    """Change subject and body of a message that has not left. Raises: Refused, Invalid, Conflict."""
    require(policies.may_change(actor, message))
    message = locked_draft(message)
    texts = {name: cleaned(message.cluster, name, given) for name, given in (("subject", subject), ("body", body))}
    if texts == {"subject": message.subject, "body": message.body}:
        return message

    message.subject, message.body = texts["subject"], texts["body"]
    message.save(update_fields=["subject", "body"])
    record(actor, "newsletters.message.changed", message, at=at)
    return message
