"""End a network; its history stays."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.networks import policies
from klynge.networks.models import Network, Seat


@transaction.atomic
def close_network(network: Network, *, reason: str, actor: Actor, at: datetime) -> Network:
    """End all seats on the day and close the network. Raises: Refused; Invalid without a reason; Conflict when it is closed."""
    require(policies.may_manage(actor, network.cluster))
    network = Network.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=network.pk)
    if network.closed_on is not None:
        raise Conflict(_("This network is closed."))
    if not reason.strip():
        raise Invalid(_("Say why; those who sit in it will ask."), field="reason")
    network.closed_on, network.close_reason = day_of(at), reason.strip()[:200]
    network.save(update_fields=["closed_on", "close_reason"])
    ended = Seat.objects.filter(network=network).living().update(ended_at=at, ended_by=actor.name[:120], end_reason=network.close_reason)
    record(actor, "networks.network.closed", network, at=at, reason=network.close_reason, seats=ended)
    return network
