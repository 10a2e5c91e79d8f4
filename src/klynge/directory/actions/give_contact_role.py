"""Say what a person is to the cluster on behalf of an organisation."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.core.ranges import span
from klynge.directory import policies
from klynge.directory.models import Affiliation, ContactRole, ContactRoleKind, Organisation, Person, end_spans

OWN = {ContactRoleKind.PRIMARY, ContactRoleKind.BILLING}  # what a company itself says who is; boards and votes are the cluster's


@transaction.atomic
def give_contact_role(
    cluster: Cluster, *, organisation: Organisation, person: Person, kind: str, from_on: date, actor: Actor, at: datetime
) -> ContactRole:
    """Give the role from the day; the former holder's ends the same day (the board has many). Raises: Refused, Conflict, Invalid for a company that names a stranger."""
    is_staff = policies.may_register(actor, cluster) and policies.may_edit(actor, organisation)
    is_own = not is_staff and kind in OWN and actor.may_for("portal.edit_people", organisation.pk, cluster_id=cluster.pk)
    require(is_staff or is_own)
    if is_own and not Affiliation.objects.filter(person=person, organisation=organisation, during__contains=from_on).exists():
        raise Invalid(
            _("%(person)s does not work at %(organisation)s. Invite the person first.")
            % {"person": person.name, "organisation": organisation.name}
        )
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
