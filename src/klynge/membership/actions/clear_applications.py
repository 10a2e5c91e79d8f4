"""Clear applications of the people in them, after the time of keeping."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.membership import policies
from klynge.membership.queries.colleagues import old_requests
from klynge.membership.queries.expiring import closed_applications, unsent_applications


@transaction.atomic
def clear_applications(cluster: Cluster, *, unsent_before: datetime, closed_before: datetime, actor: Actor, at: datetime) -> int:
    """Delete drafts that were never sent and requests that nobody answered, and blot the contact of applications that were decided, from before; return how many.

    Raises: Refused.
    """
    require(policies.may_expire(actor, cluster))
    unsent = unsent_applications(cluster, before=unsent_before)
    requests = old_requests(cluster, before=unsent_before)
    count = unsent.count() + requests.count()
    unsent.delete()
    requests.delete()
    count += closed_applications(cluster, before=closed_before).clear_contact()
    if count:
        record(actor, "membership.applications.cleared", cluster, at=at, cluster_id=cluster.pk, count=count)
    return count
