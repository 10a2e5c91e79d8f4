"""Close a meeting day for wishes."""

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
def lock_wishes(day: MeetingDay, *, actor: Actor, at: datetime) -> MeetingDay:
    """Take no more wishes, so that the day can be planned. Raises: Refused, Conflict when it isn't open."""
    require(policies.may_arrange(actor, day.cluster))
    day = MeetingDay.objects.select_for_update(of=("self",)).get(pk=day.pk)
    if not day.is_open:
        raise Conflict(_("The day isn't open for wishes."))
    day.locked_at = at
    day.save(update_fields=["locked_at"])
    record(actor, "meetings.wishes.locked", day, at=at)
    return day
