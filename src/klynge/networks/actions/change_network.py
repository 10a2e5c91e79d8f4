"""Change what is said about a network, who may see it, and how seats are taken."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.networks import policies
from klynge.networks.models import Network, Seat
from klynge.networks.queries.planning import cleaned
from klynge.networks.queries.seating import turns


@transaction.atomic
def change_network(network: Network, *, facts: dict[str, Any], actor: Actor, at: datetime) -> Network:
    """Write the facts; nobody loses a seat by it, and seats that are added go to those who wait.

    Raises: Refused; Invalid with the field; Conflict for one that is closed.
    """
    require(policies.may_manage(actor, network.cluster))
    network = Network.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=network.pk)
    if network.closed_on is not None:
        raise Conflict(_("This network is closed."))
    given = cleaned(network.cluster, facts)
    before = {name: getattr(network, name) for name in given}
    for name, value in given.items():
        setattr(network, name, value)
    network.save(update_fields=list(given))
    Seat.objects.filter(pk__in=turns(network)).update(seated_at=at)
    changed = {name: [before[name], value] for name, value in given.items() if before[name] != value}
    if changed:
        record(actor, "networks.network.changed", network, at=at, **changed)
    return network
