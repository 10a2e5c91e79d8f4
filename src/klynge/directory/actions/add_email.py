"""Add an address at which a person is reached."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.directory import policies
from klynge.directory.models import Person, PersonEmail, refresh_search
from klynge.directory.queries.wording import cleaned_address, refuse_blank


@transaction.atomic
def add_email(person: Person, *, address: str, actor: Actor, at: datetime, is_primary: bool = False) -> PersonEmail:
    """Add the address; the first one, or one said to be, becomes primary. Raises: Refused, Invalid, Conflict when it is another's."""
    require(policies.may_edit_person(actor, person))
    person = Person.objects.select_for_update().get(pk=person.pk)
    address = cleaned_address(address)
    refuse_blank("email", address)
    known = PersonEmail.objects.filter(address__iexact=address).first()
    if known and known.person_id != person.pk:
        raise Conflict(_("%s belongs to another person. If they are the same, use that one.") % address)

    is_primary = is_primary or not person.emails.filter(is_primary=True).exists()
    if is_primary:
        person.emails.filter(is_primary=True).exclude(address__iexact=address).update(is_primary=False)
    email = known or PersonEmail(person=person, address=address)
    email.is_primary = is_primary or email.is_primary
    email.save()
    refresh_search(person_ids=[person.pk])
    record(actor, "directory.person.changed", person, at=at, address=address, is_primary=email.is_primary)
    return email
