"""Change what a meeting day is called, where it is, and how it is planned."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.meetings import policies
from klynge.meetings.models import MeetingDay

CHANGEABLE = frozenset({"title", "held_on", "place", "tables", "mode", "needs_both", "search_seconds"})


@transaction.atomic
def change_day(day: MeetingDay, *, actor: Actor, at: datetime, **changes: object) -> MeetingDay:
    """Change the day; plans that were made already stay as they are. Raises: Refused, Invalid."""
    require(policies.may_arrange(actor, day.cluster))
    day = MeetingDay.objects.select_for_update(of=("self",)).get(pk=day.pk)
    if unknown := changes.keys() - CHANGEABLE:
        raise Invalid(_("This can't be changed: %s.") % ", ".join(sorted(unknown)))
    if "held_on" in changes and changes["held_on"] != day.held_on and day.slots.exists():
        raise Invalid(_("The slots lie on the old day. Lay them anew on the new one: remove them first."), field="held_on")
    for name, value in changes.items():
        setattr(day, name, value)
    day.full_clean(exclude=["title"])
    day.save(update_fields=sorted(changes))
    record(actor, "meetings.day.changed", day, at=at, fields=sorted(changes))
    return day
