"""Say that a person works at an organisation, from a day."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.core.ranges import span
from klynge.directory import policies
from klynge.directory.models import Affiliation, Organisation, Person, refresh_search
from klynge.directory.rules.checking import clean_text


@transaction.atomic
def start_affiliation(
    person: Person, *, organisation: Organisation, from_on: date, actor: Actor, at: datetime, title: str = "", is_primary: bool = True
) -> Affiliation:
    """Begin the affiliation on the day. Raises: Refused, Conflict when it runs already on that day or later."""
    require(policies.may_edit(actor, organisation))
    person = Person.objects.select_for_update().get(pk=person.pk)
    if Affiliation.objects.filter(person=person, organisation=organisation, during__overlap=span(from_on)).exists():
        raise Conflict(
            _("%(person)s is at %(organisation)s on that day already.") % {"person": person.name, "organisation": organisation.name}
        )

    made = Affiliation.objects.create(
        person=person, organisation=organisation, title=clean_text(title)[:120], is_primary=is_primary, during=span(from_on)
    )
    refresh_search([organisation.pk], person_ids=[person.pk])
    record(
        actor, "directory.person.affiliated", person, at=at, organisation=organisation.name, title=made.title, from_on=from_on.isoformat()
    )
    return made
