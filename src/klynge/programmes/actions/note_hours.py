"""Note hours that somebody worked in a programme."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.core.texts import no_longer_than
from klynge.directory.models import Affiliation, Person
from klynge.programmes import policies
from klynge.programmes.models import Hours, Participation

MOST_MINUTES = 24 * 60


@transaction.atomic
def note_hours(
    participation: Participation, *, person: Person, worked_on: date, minutes: int, activity: str, actor: Actor, at: datetime
) -> Hours:
    """Keep them until somebody signs. Raises: Refused; Invalid with the field: a day that lies ahead or outside, more than a day has."""
    require(policies.may_take_part(actor, participation.cluster, organisation_id=participation.organisation_id))
    programme = participation.programme
    if worked_on > day_of(at) or not programme.starts_on <= worked_on < programme.ends_on:
        raise Invalid(_("The day lies ahead, or outside the programme."), field="worked_on")
    if not 0 < minutes <= MOST_MINUTES:
        raise Invalid(_("Between a quarter of an hour and a whole day."), field="hours")
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)  # two entries of one day are counted one after the other
    noted = Hours.objects.filter(person=person, worked_on=worked_on).aggregate(minutes=Sum("minutes"))["minutes"] or 0
    if noted + minutes > MOST_MINUTES:
        raise Invalid(_("%s would have worked more than 24 hours on that day.") % person.name, field="hours")
    if not Affiliation.objects.filter(organisation=participation.organisation_id, person=person, during__contains=worked_on).exists():
        raise Invalid(_("%s did not work there on that day.") % person.name, field="person")
    activity = no_longer_than(160, activity, field="activity")
    if not activity:
        raise Invalid(_("Write what was done."), field="activity")
    hours: Hours = Hours.objects.create(
        cluster=participation.cluster, participation=participation, person=person, worked_on=worked_on, minutes=minutes, activity=activity, noted_at=at,
        noted_by=actor.name[:120],
    )  # fmt: skip
    record(actor, "programmes.hours.noted", participation, at=at, minutes=minutes, on=worked_on.isoformat())
    return hours
