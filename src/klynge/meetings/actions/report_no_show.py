"""Note that a participant did not come, or left."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.meetings import policies
from klynge.meetings.models import NoShow, Participant, Slot


@transaction.atomic
def report_no_show(participant: Participant, *, from_slot: Slot, actor: Actor, at: datetime) -> NoShow:
    """Note it from the slot on; their meetings there count as not held, and the partners are free for others. Raises: Refused, Conflict."""
    require(policies.may_arrange(actor, participant.day.cluster))
    if from_slot.day_id != participant.day_id:
        raise Conflict(_("The slot is of another day."))
    if NoShow.objects.filter(participant=participant).exists():
        raise Conflict(_("%s is reported already.") % participant.organisation.name)
    facts = {"from_slot": from_slot, "reported_at": at, "reported_by": actor.name[:120]}
    row = NoShow.objects.create(participant=participant, **facts)
    record(
        actor, "meetings.participant.missing", participant.day, at=at, organisation=participant.organisation.name, slot=from_slot.number + 1
    )
    return row
