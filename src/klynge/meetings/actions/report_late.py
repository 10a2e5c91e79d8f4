"""Note that a participant comes late, and mend the plan."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.meetings import policies
from klynge.meetings.actions.repair_plan import repair_plan
from klynge.meetings.models import Absence, MeetingPlan, Participant, Slot


@transaction.atomic
def report_late(participant: Participant, *, until: Slot, actor: Actor, at: datetime) -> MeetingPlan:
    """Let the participant be away before the slot, and move what they would have missed. Raises: Refused, Conflict."""
    require(policies.may_arrange(actor, participant.day.cluster))
    if until.day_id != participant.day_id:
        raise Conflict(_("The slot is of another day."))
    missed = Slot.objects.filter(day=until.day_id, number__lt=until.number)
    Absence.objects.bulk_create((Absence(participant=participant, slot=slot) for slot in missed), ignore_conflicts=True)
    record(actor, "meetings.participant.late", participant.day, at=at, organisation=participant.organisation.name, until=until.number + 1)
    return repair_plan(participant.day, actor=actor, at=at)
