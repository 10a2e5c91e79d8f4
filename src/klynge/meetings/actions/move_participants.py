"""Let meeting days follow the merger of organisations."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.models import Merger
from klynge.meetings import policies
from klynge.meetings.models import Participant


@transaction.atomic
def move_participants(merger: Merger, *, actor: Actor, at: datetime) -> int:
    """Let the survivor take the loser's place on days on which it takes no part itself; return how many. Safe to run twice. Raises: Refused."""
    require(policies.may_arrange(actor, merger.cluster))
    there = Participant.objects.filter(organisation=merger.survivor).values("day")
    rows = Participant.objects.filter(organisation=merger.loser, day__cluster=merger.cluster).exclude(day__in=there)
    count = rows.update(organisation=merger.survivor)
    if count:
        record(actor, "meetings.participants.moved", merger.survivor, at=at, cluster_id=merger.cluster_id, count=count)
    return count
