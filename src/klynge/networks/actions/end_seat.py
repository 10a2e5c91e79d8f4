"""A company gives its seat back, or the chair ends it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.networks import policies
from klynge.networks.models import Network, Seat
from klynge.networks.queries.seating import turns


@transaction.atomic
def end_seat(seat: Seat, *, reason: str = "", actor: Actor, at: datetime) -> Seat:
    """End a seat, a wait or a request; who waits moves up at once. Raises: Refused; Conflict when it has ended."""
    require(policies.may_end(actor, seat, on=day_of(at)))
    network = Network.objects.select_for_update(of=("self",), no_key=True).get(pk=seat.network_id)
    seat = Seat.objects.select_for_update(of=("self",)).select_related("organisation", "network").get(pk=seat.pk)
    if seat.ended_at is not None:
        raise Conflict(_("This seat was given back."))
    seat.ended_at, seat.ended_by, seat.end_reason = at, actor.name[:120], reason.strip()[:200]
    seat.save(update_fields=["ended_at", "ended_by", "end_reason"])
    moved = turns(network)
    Seat.objects.filter(pk__in=moved).update(seated_at=at)
    record(actor, "networks.seat.ended", seat, at=at, reason=seat.end_reason, moved_up=moved)
    jobs.announce("networks.seats_changed", cluster_id=network.cluster_id)
    return seat
