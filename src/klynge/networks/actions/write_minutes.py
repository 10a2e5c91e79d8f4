"""Write down what was said and agreed."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.texts import no_longer_than
from klynge.networks import policies
from klynge.networks.models import NetworkMeeting

MOST = 60_000


@transaction.atomic
def write_minutes(meeting: NetworkMeeting, *, text: str, actor: Actor, at: datetime) -> NetworkMeeting:
    """Keep the minutes; what they said before stays in the log. Raises: Refused; Invalid when they are too long."""
    require(policies.may_run(actor, meeting.network, on=day_of(at)))
    meeting = NetworkMeeting.objects.select_for_update(of=("self",)).select_related("network", "cluster").get(pk=meeting.pk)
    before, text = meeting.minutes, no_longer_than(MOST, text, field="minutes")
    if text == before:
        return meeting
    meeting.minutes, meeting.minutes_at, meeting.minutes_by = text, at, actor.name[:120]
    meeting.save(update_fields=["minutes", "minutes_at", "minutes_by"])
    record(actor, "networks.minutes.written", meeting, at=at, before=before[:4_000])
    return meeting
