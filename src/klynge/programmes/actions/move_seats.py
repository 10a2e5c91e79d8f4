"""Let seats in programmes follow the merger of organisations."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.models import Merger
from klynge.programmes import policies
from klynge.programmes.models import MovedSeats, Participation


@transaction.atomic
def move_seats(merger: Merger, *, actor: Actor, at: datetime) -> int:
    """Let the survivor go on with the loser's running seats; aid stays where it was given, and counts for both.

    Returns how many; safe to run twice. Raises: Refused.
    """
    require(policies.may_serve(actor, merger.cluster))
    merger = Merger.objects.select_for_update(of=("self",)).select_related("cluster", "survivor", "loser").get(pk=merger.pk)
    if merger.reversed_at is not None or MovedSeats.objects.filter(merger=merger).exists():
        return 0
    rows = Participation.objects.filter(cluster=merger.cluster, organisation=merger.loser, ended_on__isnull=True)
    moved = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    Participation.objects.filter(pk__in=moved).update(organisation=merger.survivor)
    MovedSeats.objects.create(cluster=merger.cluster, merger=merger, seats=moved, moved_at=at)
    if moved:
        record(actor, "programmes.seats.moved", merger.survivor, at=at, cluster_id=merger.cluster_id, count=len(moved))
    return len(moved)
