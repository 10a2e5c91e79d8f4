"""The chair says yes to a request."""

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
def admit_seat(seat: Seat, *, actor: Actor, at: datetime) -> Seat:
    """Give the company that asked a seat, or a place in the queue. Raises: Refused; Conflict when it was answered, or has ended."""
    require(policies.may_run(actor, seat.network, on=day_of(at)))
    network = Network.objects.select_for_update(of=("self",), no_key=True).get(pk=seat.network_id)
    seat = Seat.objects.select_for_update(of=("self",)).select_related("organisation", "network").get(pk=seat.pk)
    if seat.ended_at is not None or seat.admitted_at is not None:
        raise Conflict(_("This was answered already."))
    seat.admitted_at = at
    seat.save(update_fields=["admitted_at"])
    Seat.objects.filter(pk__in=turns(network)).update(seated_at=at)
    seat.refresh_from_db()
    record(actor, "networks.seat.admitted", seat, at=at, got=seat.state.value)
    jobs.announce("networks.seats_changed", cluster_id=network.cluster_id)
    return seat
