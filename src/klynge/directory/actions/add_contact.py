"""Add somebody at an organisation, with what the person is to the cluster."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.core.ranges import span
from klynge.directory import policies
from klynge.directory.actions.register_person import register_person
from klynge.directory.actions.start_affiliation import start_affiliation
from klynge.directory.models import Affiliation, ContactRole, ContactRoleKind, Organisation, Person, end_spans


@transaction.atomic
def add_contact(
    cluster: Cluster, *, organisation: Organisation, name: str, kinds: Sequence[str], from_on: date, actor: Actor, at: datetime,
    email: str = "", phone: str = "", title: str = "", language: str = "da",
) -> Person:  # fmt: skip
    """Register the person, or recognise one by the address, tie the person to the organisation and give the roles of ContactRoleKind.

    Former holders of the roles end on the day, as with give_contact_role. Raises: Refused, Invalid, Conflict.
    """
    require(policies.may_register(actor, cluster) and policies.may_edit(actor, organisation))
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    person = register_person(cluster, name=name, email=email, phone=phone, language=language, actor=actor, at=at)
    if not Affiliation.objects.filter(person=person, organisation=organisation, during__overlap=span(from_on)).exists():
        start_affiliation(person, organisation=organisation, from_on=from_on, title=title, actor=actor, at=at)
    _give(cluster, organisation, person, kinds, from_on)
    facts = {"organisation": organisation.name, "roles": list(kinds), "from_on": from_on.isoformat()}
    record(actor, "directory.contact.added", person, at=at, cluster_id=cluster.pk, **facts)
    return person


def _give(cluster: Cluster, organisation: Organisation, person: Person, kinds: Sequence[str], from_on: date) -> None:
    """Give all roles at once: end the former holders, leave alone what the person holds already."""
    concerned = ~Q(kind=ContactRoleKind.BOARD) | Q(person=person)  # the board has many members
    held = ContactRole.objects.filter(concerned, cluster=cluster, organisation=organisation, kind__in=kinds)
    if held.filter(during__startswith__gt=from_on).exists():
        raise Conflict(_("This role is given from a later day already. Choose a later day, or end that one first."))
    own = set(held.filter(person=person, during__contains=from_on).values_list("kind", flat=True))
    end_spans(held.filter(during__contains=from_on).exclude(kind__in=own), from_on)
    ContactRole.objects.bulk_create(
        ContactRole(cluster=cluster, organisation=organisation, person=person, kind=kind, during=span(from_on))
        for kind in dict.fromkeys(kinds)
        if kind not in own
    )
