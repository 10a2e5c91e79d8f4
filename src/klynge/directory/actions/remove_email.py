"""Take away an address at which a person is no longer reached."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory import policies
from klynge.directory.models import Person, PersonEmail, refresh_search


@transaction.atomic
def remove_email(email: PersonEmail, *, actor: Actor, at: datetime) -> None:
    """Remove the address; another one takes its place as primary. Raises: Refused."""
    require(policies.may_edit_person(actor, email.person))
    person = Person.objects.select_for_update().get(pk=email.person_id)
    address = email.address
    email.delete()
    heir = person.emails.order_by("-is_primary", "pk").first()
    if heir and not heir.is_primary:
        heir.is_primary = True
        heir.save(update_fields=["is_primary"])
    refresh_search(person_ids=[person.pk])
    record(actor, "directory.person.changed", person, at=at, before={"address": address}, after={"address": None})
