"""Recognise people among those who are known."""

from collections.abc import Sequence
from datetime import date

from django.db.models.functions import Lower

from klynge.directory.models import Affiliation, PersonEmail
from klynge.directory.rules.entries import ContactEntry
from klynge.directory.rules.folding import fold


def recognise_people(wanted: Sequence[tuple[int, ContactEntry]], *, on_day: date) -> dict[tuple[int, ContactEntry], int]:
    """Return the person of each (organisation, contact) that is known: by address, else by name among those who work there. Two queries."""
    addresses = {contact.email for _, contact in wanted if contact.email}
    owners = dict(PersonEmail.objects.annotate(lower=Lower("address")).filter(lower__in=addresses).values_list("lower", "person_id"))
    works = Affiliation.objects.filter(organisation_id__in={pk for pk, _ in wanted}, during__contains=on_day)
    names = works.order_by("-pk").values_list("organisation_id", "person__name", "person_id")
    by_name = {(pk, fold(name)): person for pk, name, person in names}
    found = {}
    for pk, contact in wanted:
        person = owners.get(contact.email) or by_name.get((pk, fold(contact.name)))
        if person:
            found[pk, contact] = person
    return found
