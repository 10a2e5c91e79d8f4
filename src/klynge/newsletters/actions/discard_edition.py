"""Throw a draft of the newsletter away."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.newsletters import policies
from klynge.newsletters.models import Edition
from klynge.newsletters.queries.editions import locked_edition


@transaction.atomic
def discard_edition(edition: Edition, *, actor: Actor, at: datetime) -> Edition:
    """Mark it; its address is not used again. Raises: Refused; Conflict when it has left."""
    require(policies.may_write(actor, edition.cluster))
    edition = locked_edition(edition)
    edition.discarded_at, edition.send_at = at, None
    edition.save(update_fields=["discarded_at", "send_at"])
    record(actor, "newsletters.edition.discarded", edition, at=at)
    return edition
