"""Let seats follow the merger of organisations."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.models import Merger
from klynge.networks import policies
from klynge.networks.models import Seat


@transaction.atomic
def move_seats(merger: Merger, *, actor: Actor, at: datetime) -> int:
    """Let the survivor own the loser's living seats; what ended before stays under the old name. Returns how many; safe to run twice. Raises: Refused."""
    require(policies.may_serve(actor, merger.cluster))
    count = Seat.objects.filter(cluster=merger.cluster, organisation=merger.loser).living().update(organisation=merger.survivor)
    if count:
        record(actor, "networks.seats.moved", merger.survivor, at=at, cluster_id=merger.cluster_id, count=count)
    return count
