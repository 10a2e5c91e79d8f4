"""Let somebody meet one before another."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.meetings import policies
from klynge.meetings.models import Participant, Precedence


@transaction.atomic
def set_precedence(participant: Participant, *, first: Participant, then: Participant, actor: Actor, at: datetime) -> Precedence:
    """Note that the participant meets ``first`` before ``then``. Raises: Refused, Invalid, Conflict for the contrary."""
    require(policies.may_arrange(actor, participant.day.cluster))
    if len({participant.pk, first.pk, then.pk}) < 3 or {first.day_id, then.day_id} != {participant.day_id}:
        raise Invalid(_("Name three different participants of the day."), field="then")
    if Precedence.objects.filter(participant=participant, first=then, then=first).exists():
        raise Conflict(_("The contrary is asked for already. Take that back first."))
    row, _made = Precedence.objects.get_or_create(day=participant.day, participant=participant, first=first, then=then)
    names = {"first": first.organisation.name, "then": then.organisation.name}
    record(actor, "meetings.precedence.set", participant.day, at=at, organisation=participant.organisation.name, **names)
    return row
