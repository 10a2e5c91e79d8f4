"""Let a company take part in a meeting day."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.directory.models import Organisation, Person
from klynge.meetings import policies
from klynge.meetings.models import Delegate, MeetingDay, Participant
from klynge.meetings.queries.instance import current_plan


@transaction.atomic
def add_participant(
    day: MeetingDay,
    *,
    organisation: Organisation,
    people: Sequence[Person],
    actor: Actor,
    at: datetime,
    least: int = 0,
    most: int | None = None,
    stand: str = "",
) -> Participant:
    """Add a company with its delegates; one that comes when a plan is published already is a walk-in. Raises: Refused, Conflict."""
    require(policies.may_arrange(actor, day.cluster))
    day = MeetingDay.objects.select_for_update(of=("self",)).get(pk=day.pk)
    if Participant.objects.filter(day=day, organisation=organisation).exists():
        raise Conflict(_("%s takes part already.") % organisation.name)
    if stand and Participant.objects.filter(day=day, stand=stand).exists():
        raise Conflict(_("Stand %s is taken.") % stand)
    participant = Participant(
        day=day, organisation=organisation, least=least, most=most, stand=stand, added_at=at, is_walk_in=current_plan(day) is not None
    )
    participant.full_clean(validate_constraints=False)
    participant.save()
    Delegate.objects.bulk_create(Delegate(participant=participant, person=person) for person in people)
    record(actor, "meetings.participant.added", day, at=at, organisation=organisation.name, is_walk_in=participant.is_walk_in)
    return participant
