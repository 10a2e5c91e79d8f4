"""Call a meeting, or several at the same interval."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import DANISH, day_of
from klynge.core.errors import Conflict, Invalid
from klynge.networks import policies
from klynge.networks.models import Network, NetworkMeeting
from klynge.networks.queries.planning import cleaned_meeting
from klynge.networks.queries.seating import next_hosts

MOST = 24


@transaction.atomic
def plan_meeting(
    network: Network, *, facts: dict[str, Any], times: int = 1, weeks: int = 4, actor: Actor, at: datetime
) -> list[NetworkMeeting]:
    """Keep a meeting, and the series after it: ``times`` in all, ``weeks`` apart, at the same hour of Danish time.

    Of a series the companies host in turn, from whose turn it is; of a single one ``facts["host"]`` hosts.
    Raises: Refused; Invalid with the field; Conflict for a network that is closed.
    """
    require(policies.may_run(actor, network, on=day_of(at)))
    network = Network.objects.select_for_update(of=("self",), no_key=True).select_related("cluster").get(pk=network.pk)
    if network.closed_on is not None:
        raise Conflict(_("This network is closed."))
    if not 1 <= times <= MOST:
        raise Invalid(_("Between one and %d meetings at a time.") % MOST, field="times")
    given = cleaned_meeting(facts)
    hosts = next_hosts(network) if times > 1 else []
    rows = [_row(network, given, number, weeks, hosts) for number in range(times)]
    made: list[NetworkMeeting] = NetworkMeeting.objects.bulk_create(rows)
    record(actor, "networks.meeting.planned", network, at=at, title=given["title"], times=times)
    return made


def _row(network: Network, given: dict[str, Any], number: int, weeks: int, hosts: list[Any]) -> NetworkMeeting:
    """Move by whole weeks of wall time, so that summer time does not move the hour."""
    later = timedelta(weeks=weeks * number)
    moments = {
        name: (given[name].astimezone(DANISH).replace(tzinfo=None) + later).replace(tzinfo=DANISH) for name in ("starts_at", "ends_at")
    }
    host = hosts[number % len(hosts)] if hosts else given["host"]
    return NetworkMeeting(cluster=network.cluster, network=network, **{**given, **moments, "host": host})
