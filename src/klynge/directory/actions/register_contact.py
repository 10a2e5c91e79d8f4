"""Add a person who works at an organisation."""

from datetime import date, datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster, Locale
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory import policies
from klynge.directory.actions.register_person import register_person
from klynge.directory.actions.start_affiliation import start_affiliation
from klynge.directory.models import Affiliation, Organisation, Person


@transaction.atomic
def register_contact(
    cluster: Cluster, *, organisation: Organisation, name: str, from_on: date, actor: Actor, at: datetime, email: str = "", phone: str = "",
    language: str = Locale.DANISH, title: str = "",
) -> Person:  # fmt: skip
    """Register a person (or recognise one by the address) and where they work from the day. Raises: Refused, Invalid."""
    require(policies.may_register(actor, cluster) and policies.may_edit(actor, organisation))
    person = register_person(cluster, name=name, email=email, phone=phone, language=language, actor=actor, at=at)
    if not Affiliation.objects.filter(person=person, organisation=organisation, during__endswith__isnull=True).exists():
        start_affiliation(person, organisation=organisation, from_on=from_on, title=title, actor=actor, at=at)
    record(actor, "directory.person.introduced", person, at=at, cluster_id=cluster.pk, organisation=organisation.name)
    return person
