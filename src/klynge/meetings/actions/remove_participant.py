"""Take a company out of a meeting day."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.meetings import policies
from klynge.meetings.models import Participant, PlannedMeeting


@transaction.atomic
def remove_participant(participant: Participant, *, actor: Actor, at: datetime) -> None:
    """Remove a company that is in no plan yet; later it is a no-show. Raises: Refused, Conflict."""
    require(policies.may_arrange(actor, participant.day.cluster))
    participant = Participant.objects.select_for_update(of=("self",)).select_related("day", "organisation").get(pk=participant.pk)
    if PlannedMeeting.objects.filter(Q(one=participant) | Q(other=participant)).exists():
        raise Conflict(_("%s is in a plan already. Report it as not coming instead.") % participant.organisation.name)
    record(actor, "meetings.participant.removed", participant.day, at=at, organisation=participant.organisation.name)
    participant.delete()
