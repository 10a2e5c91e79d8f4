"""End somebody's role in a cluster's office."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster, Grant, Role
from klynge.access.policies import may_administer, require
from klynge.core.errors import Conflict
from klynge.core.journal import record


@transaction.atomic
def withdraw_role(grant: Grant, *, actor: Actor, at: datetime) -> Grant:
    """Withdraw the role from now on. Raises: Refused, Conflict when it was withdrawn already or nobody could administer the cluster."""
    require(may_administer(actor, grant.cluster))
    cluster = Cluster.objects.select_for_update(of=("self",)).get(pk=grant.cluster_id)  # one change of roles at a time
    grant = Grant.objects.select_related("user").get(pk=grant.pk)
    if grant.withdrawn_at is not None:
        raise Conflict(_("This role was withdrawn already."))
    administrators = Grant.objects.filter(cluster=cluster, role=Role.ADMIN, withdrawn_at__isnull=True, user__is_active=True)
    if grant.role == Role.ADMIN and not administrators.exclude(pk=grant.pk).exists():
        raise Conflict(_("%s is the only administrator. Make somebody else administrator first.") % grant.user)

    grant.withdrawn_at = at
    grant.save(update_fields=["withdrawn_at"])
    record(actor, "access.role.withdrawn", grant.user, at=at, cluster_id=cluster.pk, role=grant.role)
    return grant
