"""Add somebody at an organisation, with what the person is to the cluster."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.ranges import span
from klynge.directory import policies
from klynge.directory.actions.give_contact_role import give_contact_role
from klynge.directory.actions.register_person import register_person
from klynge.directory.actions.start_affiliation import start_affiliation
from klynge.directory.models import Affiliation, Organisation, Person


@transaction.atomic
def add_contact(
    cluster: Cluster, *, organisation: Organisation, name: str, kinds: Sequence[str], from_on: date, actor: Actor, at: datetime,
    email: str = "", phone: str = "", title: str = "", language: str = "da",
) -> Person:  # fmt: skip
    """Register the person, or recognise one by the address, tie the person to the organisation and give the roles of ContactRoleKind.

    Former holders of the roles end on the day. Raises: Refused, Invalid, Conflict.
    """
    require(policies.may_register(actor, cluster) and policies.may_edit(actor, organisation))
    person = register_person(cluster, name=name, email=email, phone=phone, language=language, actor=actor, at=at)
    if not Affiliation.objects.filter(person=person, organisation=organisation, during__overlap=span(from_on)).exists():
        start_affiliation(person, organisation=organisation, from_on=from_on, title=title, actor=actor, at=at)
    give = partial(give_contact_role, cluster, organisation=organisation, person=person, from_on=from_on, actor=actor, at=at)
    for kind in kinds:
        give(kind=kind)
    facts = {"organisation": organisation.name, "roles": list(kinds), "from_on": from_on.isoformat()}
    record(actor, "directory.contact.added", person, at=at, cluster_id=cluster.pk, **facts)
    return person
