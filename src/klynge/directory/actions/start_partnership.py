"""Make an organisation a core partner of the cluster."""

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
from klynge.directory.models import Organisation, Partnership
from klynge.directory.rules.checking import clean_text


@transaction.atomic
def start_partnership(cluster: Cluster, *, organisation: Organisation, role: str, from_on: date, actor: Actor, at: datetime) -> Partnership:
    """Begin a partnership, which is no membership and never billed. Raises: Refused, Invalid, Conflict."""
    require(policies.may_register(actor, cluster) and policies.may_edit(actor, organisation))
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not clean_text(role):
        raise Invalid(_("Say what the partner is to the cluster."), field="role")
    if Partnership.objects.filter(cluster=cluster, organisation=organisation, during__overlap=span(from_on)).exists():
        raise Conflict(_("%s is a partner on that day already.") % organisation.name)

    made = Partnership.objects.create(cluster=cluster, organisation=organisation, role=clean_text(role)[:120], during=span(from_on))
    record(
        actor, "directory.organisation.partnered", organisation, at=at, cluster_id=cluster.pk, role=made.role, from_on=from_on.isoformat()
    )
    return made
