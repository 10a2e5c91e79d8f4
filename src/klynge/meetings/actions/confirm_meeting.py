"""Confirm a meeting of the plan that holds."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.meetings import policies
from klynge.meetings.models import PlannedMeeting
from klynge.meetings.queries.instance import current_plan


@transaction.atomic
def confirm_meeting(meeting: PlannedMeeting, *, actor: Actor, at: datetime) -> PlannedMeeting:
    """Confirm it, so that it stays in its slot when the day is planned again; the office or either side may. Raises: Refused, Conflict."""
    require(policies.may_speak_for(actor, meeting.one) or policies.may_speak_for(actor, meeting.other))
    meeting = (
        PlannedMeeting.objects.select_for_update(of=("self",))
        .select_related("plan__day", "one__organisation", "other__organisation")
        .get(pk=meeting.pk)
    )
    if meeting.slot_id is None or current_plan(meeting.plan.day) != meeting.plan:
        raise Conflict(_("This meeting isn't in the plan that holds any more. Load the page again."))
    if meeting.confirmed_at is None:
        meeting.confirmed_at, meeting.confirmed_by = at, actor.name[:120]
        meeting.save(update_fields=["confirmed_at", "confirmed_by"])
        names = {"one": meeting.one.organisation.name, "other": meeting.other.organisation.name}
        record(actor, "meetings.meeting.confirmed", meeting.plan.day, at=at, **names)
    return meeting
