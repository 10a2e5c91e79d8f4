"""Take an order of meetings back."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.meetings import policies
from klynge.meetings.models import Precedence


@transaction.atomic
def drop_precedence(precedence: Precedence, *, actor: Actor, at: datetime) -> None:
    """Take it back. Raises: Refused."""
    require(policies.may_arrange(actor, precedence.day.cluster))
    record(actor, "meetings.precedence.dropped", precedence.day, at=at, organisation=precedence.participant.organisation.name)
    precedence.delete()
