"""Say what a person is to the cluster on behalf of an organisation."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.core.ranges import span
from klynge.directory import policies
from klynge.directory.models import ContactRole, ContactRoleKind, Organisation, Person, end_spans


@transaction.atomic
def give_contact_role(
    cluster: Cluster, *, organisation: Organisation, person: Person, kind: str, from_on: date, actor: Actor, at: datetime
) -> ContactRole:
    """Give the role from the day; the former holder's ends the same day (the board has many). Raises: Refused, Conflict."""
    require(policies.may_register(actor, cluster) and policies.may_edit(actor, organisation))
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    held = ContactRole.objects.filter(cluster=cluster, organisation=organisation, kind=kind)
    if kind == ContactRoleKind.BOARD:
        held = held.filter(person=person)
    if held.filter(during__startswith__gt=from_on).exists():
        raise Conflict(_("This role is given from a later day already. Choose a later day, or end that one first."))
    present = held.filter(during__contains=from_on).first()
    if present and present.person_id == person.pk:
        return present

    end_spans(held.filter(during__contains=from_on), from_on)
    role = ContactRole.objects.create(cluster=cluster, organisation=organisation, person=person, kind=kind, during=span(from_on))
    facts = {"organisation": organisation.name, "role": kind, "from_on": from_on.isoformat()}
    record(actor, "directory.contact_role.given", person, at=at, cluster_id=cluster.pk, **facts)
    return role
