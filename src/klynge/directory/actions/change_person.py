"""Change what is known about a person."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory import policies
from klynge.directory.models import Person, refresh_search
from klynge.directory.queries.wording import refuse_person
from klynge.directory.rules.checking import clean_text


@transaction.atomic
def change_person(person: Person, *, name: str, phone: str, language: str, actor: Actor, at: datetime) -> Person:
    """Change name, phone and language; recorded with before and after. Raises: Refused, Invalid."""
    require(policies.may_change_person(actor, person))
    person = Person.objects.select_for_update().get(pk=person.pk)
    after = {"name": clean_text(name), "phone": clean_text(phone), "language": language}
    refuse_person(after["name"], after["phone"])
    before = {field: getattr(person, field) for field in after}
    if before == after:
        return person

    person.name, person.phone, person.language = after["name"], after["phone"], language
    person.save(update_fields=list(after))
    refresh_search(person_ids=[person.pk])
    record(actor, "directory.person.changed", person, at=at, before=before, after=after)
    return person
