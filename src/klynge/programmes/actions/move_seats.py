"""Let seats in programmes follow the merger of organisations."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.models import Merger
from klynge.programmes import policies
from klynge.programmes.models import Participation


@transaction.atomic
def move_seats(merger: Merger, *, actor: Actor, at: datetime) -> int:
    """Let the survivor go on with the loser's running seats; aid stays where it was given, and counts for both. Returns how many. Raises: Refused."""
    require(policies.may_serve(actor, merger.cluster))
    count = Participation.objects.filter(cluster=merger.cluster, organisation=merger.loser, ended_on__isnull=True).update(
        organisation=merger.survivor
    )
    if count:
        record(actor, "programmes.seats.moved", merger.survivor, at=at, cluster_id=merger.cluster_id, count=count)
    return count
