"""Take back that a participant did not come."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.meetings import policies
from klynge.meetings.models import NoShow


@transaction.atomic
def take_back_no_show(no_show: NoShow, *, actor: Actor, at: datetime) -> None:
    """Take it back: they are there after all. Raises: Refused."""
    day = no_show.participant.day
    require(policies.may_arrange(actor, day.cluster))
    record(actor, "meetings.participant.found", day, at=at, organisation=no_show.participant.organisation.name)
    no_show.delete()
