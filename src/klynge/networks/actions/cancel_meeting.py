"""A meeting does not take place."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.networks import policies
from klynge.networks.models import NetworkMeeting


@transaction.atomic
def cancel_meeting(meeting: NetworkMeeting, *, reason: str, actor: Actor, at: datetime) -> NetworkMeeting:
    """Cancel it for a reason; it stays in the calendars as cancelled. Raises: Refused; Invalid without a reason; Conflict when it was held."""
    require(policies.may_run(actor, meeting.network, on=day_of(at)))
    meeting = NetworkMeeting.objects.select_for_update(of=("self",)).select_related("network", "cluster").get(pk=meeting.pk)
    if meeting.cancelled_at is not None:
        raise Conflict(_("This meeting is cancelled."))
    if meeting.attendances.exists():
        raise Conflict(_("Somebody came, so it was held."))
    if not reason.strip():
        raise Invalid(_("Say why; those who sit in it will ask."), field="reason")
    meeting.cancelled_at, meeting.cancel_reason = at, reason.strip()[:200]
    meeting.save(update_fields=["cancelled_at", "cancel_reason"])
    record(actor, "networks.meeting.cancelled", meeting, at=at, reason=meeting.cancel_reason)
    return meeting
