"""Delete invitations with the name and the address in them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from klynge.access import policies
from klynge.access.actor import Actor
from klynge.access.models import Cluster, Invitation
from klynge.access.policies import require
from klynge.core.journal import record


@transaction.atomic
def delete_invitations(
    cluster: Cluster, *, actor: Actor, at: datetime, addresses: Sequence[str] = (), expired_before: datetime | None = None
) -> int:
    """Delete the cluster's invitations to the addresses (in lower case), or those that ended before the moment; return how many.

    Raises: Refused.
    """
    require(policies.may_expire(actor, cluster))
    meant = Q(lowered__in=list(addresses))
    if expired_before is not None:
        meant |= Q(expires_at__lt=expired_before)
    found = Invitation.objects.alias(lowered=Lower("email")).filter(meant, cluster=cluster)
    count = found.count()
    found.delete()
    if count:
        record(actor, "access.invitations.deleted", cluster, at=at, cluster_id=cluster.pk, count=count)
    return count
