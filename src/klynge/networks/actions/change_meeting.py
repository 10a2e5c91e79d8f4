"""Move a meeting, or change what is on its agenda."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.networks import policies
from klynge.networks.models import NetworkMeeting
from klynge.networks.queries.planning import cleaned_meeting


@transaction.atomic
def change_meeting(meeting: NetworkMeeting, *, facts: dict[str, Any], actor: Actor, at: datetime) -> NetworkMeeting:
    """Write the facts. Raises: Refused; Invalid with the field; Conflict for one that is cancelled."""
    require(policies.may_run(actor, meeting.network, on=day_of(at)))
    meeting = NetworkMeeting.objects.select_for_update(of=("self",)).select_related("network", "cluster").get(pk=meeting.pk)
    if meeting.cancelled_at is not None:
        raise Conflict(_("This meeting is cancelled."))
    given = cleaned_meeting(facts)
    for name, value in given.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=list(given))
    record(actor, "networks.meeting.changed", meeting, at=at, starts_at=meeting.starts_at.isoformat())
    return meeting
