"""Give seats in networks back after a merger that was undone."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.models import Merger
from klynge.networks import policies
from klynge.networks.models import MovedSeats, Seat


@transaction.atomic
def return_seats(merger: Merger, *, actor: Actor, at: datetime) -> int:
    """Let the organisation have the seats again that had followed the merger, as far as they are still the survivor's.

    Returns how many; safe to run twice. Raises: Refused.
    """
    require(policies.may_serve(actor, merger.cluster))
    moved = MovedSeats.objects.select_for_update(of=("self",)).filter(merger=merger, returned_at__isnull=True).first()
    if moved is None:
        return 0
    count = Seat.objects.filter(cluster=merger.cluster, pk__in=moved.seats, organisation=merger.survivor).update(organisation=merger.loser)
    moved.returned_at = at
    moved.save(update_fields=["returned_at"])
    if count:
        record(actor, "networks.seats.returned", merger.loser, at=at, cluster_id=merger.cluster_id, count=count)
    return count
