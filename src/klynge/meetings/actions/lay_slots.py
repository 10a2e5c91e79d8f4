"""Divide a meeting day into slots."""

from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.meetings import policies
from klynge.meetings.models import MeetingDay, PlannedMeeting, Slot

MOST = 60


@transaction.atomic
def lay_slots(day: MeetingDay, *, begins: list[datetime], minutes: int, actor: Actor, at: datetime) -> list[Slot]:
    """Lay slots of so many minutes that begin at these moments; they replace those that there were.

    Raises: Refused, Invalid when slots overlap or are too many, Conflict when meetings are planned already.
    """
    require(policies.may_arrange(actor, day.cluster))
    day = MeetingDay.objects.select_for_update(of=("self",)).get(pk=day.pk)
    if PlannedMeeting.objects.filter(plan__day=day, slot__isnull=False).exists():
        raise Conflict(_("Meetings are planned in these slots already, so they stay."))
    moments, length = sorted(begins), timedelta(minutes=minutes)
    if not moments or len(moments) > MOST or not 5 <= minutes <= 240:
        raise Invalid(_("Lay 1 to 60 slots of 5 to 240 minutes."), field="count")
    if any(later - earlier < length for earlier, later in pairwise(moments)):
        raise Invalid(_("Two slots overlap. Make them shorter, or leave more time between."), field="minutes")
    day.slots.all().delete()
    slots = Slot.objects.bulk_create(Slot(day=day, number=n, during=(moment, moment + length)) for n, moment in enumerate(moments))
    record(actor, "meetings.day.slotted", day, at=at, count=len(slots), minutes=minutes)
    return slots
