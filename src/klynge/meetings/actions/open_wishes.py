"""Let participants say whom they want to meet."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.meetings import policies
from klynge.meetings.models import MeetingDay


@transaction.atomic
def open_wishes(day: MeetingDay, *, actor: Actor, at: datetime) -> MeetingDay:
    """Open the day for wishes, or open it again. Raises: Refused, Conflict without slots or when it is open."""
    require(policies.may_arrange(actor, day.cluster))
    day = MeetingDay.objects.select_for_update(of=("self",)).get(pk=day.pk)
    if day.is_open:
        raise Conflict(_("The day is open for wishes already."))
    if not day.slots.exists():
        raise Conflict(_("Lay the slots first, so that participants can say when they are there."))
    day.opened_at, day.locked_at = day.opened_at or at, None
    day.save(update_fields=["opened_at", "locked_at"])
    record(actor, "meetings.wishes.opened", day, at=at)
    return day
