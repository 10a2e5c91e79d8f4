"""Change how a company takes part."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.directory.models import Person
from klynge.meetings import policies
from klynge.meetings.models import Delegate, Participant


@transaction.atomic
def change_participant(
    participant: Participant, *, people: Sequence[Person], least: int, most: int | None, stand: str, actor: Actor, at: datetime
) -> Participant:
    """Change delegates, fewest and most meetings, and the stand. Raises: Refused, Invalid, Conflict for a stand that is taken."""
    require(policies.may_arrange(actor, participant.day.cluster))
    participant = Participant.objects.select_for_update(of=("self",)).select_related("day", "organisation").get(pk=participant.pk)
    if most is not None and most < max(1, least):
        raise Invalid(_("The most can't be less than the fewest."), field="most")
    if stand and Participant.objects.filter(day=participant.day, stand=stand).exclude(pk=participant.pk).exists():
        raise Conflict(_("Stand %s is taken.") % stand)
    participant.least, participant.most, participant.stand = least, most, stand
    participant.save(update_fields=["least", "most", "stand"])
    participant.delegates.exclude(person__in=people).delete()
    known = set(participant.delegates.values_list("person_id", flat=True))
    Delegate.objects.bulk_create(Delegate(participant=participant, person=person) for person in people if person.pk not in known)
    record(actor, "meetings.participant.changed", participant.day, at=at, organisation=participant.organisation.name)
    return participant
