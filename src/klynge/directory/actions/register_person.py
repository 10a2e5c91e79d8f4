"""Add a person, or recognise one by the e-mail address."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster, Locale
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory import policies
from klynge.directory.models import Forgetting, Person, PersonEmail, refresh_search
from klynge.directory.queries.wording import cleaned_address, refuse_person
from klynge.directory.rules.checking import clean_text


@transaction.atomic
def register_person(
    cluster: Cluster, *, name: str, actor: Actor, at: datetime, email: str = "", phone: str = "", language: str = Locale.DANISH
) -> Person:
    """Register a person; whoever has the address already is returned as known. Raises: Refused, Invalid."""
    require(policies.may_register(actor, cluster))
    name, address = clean_text(name), cleaned_address(email)
    refuse_person(name, phone)
    if address and (known := Person.objects.filter(emails__address__iexact=address).first()):
        return _remembered(known, cluster, actor, at)

    person = Person.objects.create(name=name, phone=clean_text(phone), language=language)
    if address:
        PersonEmail.objects.create(person=person, address=address, is_primary=True)
    refresh_search(person_ids=[person.pk])
    record(actor, "directory.person.registered", person, at=at, cluster_id=cluster.pk)
    return person


def _remembered(person: Person, cluster: Cluster, actor: Actor, at: datetime) -> Person:
    """Whoever was forgotten here and is known elsewhere has come back."""
    if Forgetting.objects.filter(cluster=cluster, person=person, lifted_at__isnull=True).update(lifted_at=at):
        record(actor, "directory.person.remembered", person, at=at, cluster_id=cluster.pk)
    return person
