"""Let a cluster know an organisation of the shared registry."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory import policies
from klynge.directory.models import Listing, Organisation


@transaction.atomic
def list_organisation(cluster: Cluster, *, organisation: Organisation, actor: Actor, at: datetime, external_id: str = "") -> Listing:
    """List the organisation in the cluster; doing it again changes nothing. Raises: Refused."""
    require(policies.may_register(actor, cluster))
    listing, is_new = Listing.objects.get_or_create(
        cluster=cluster, organisation=organisation, defaults={"listed_at": at, "external_id": external_id}
    )
    if is_new:
        record(actor, "directory.organisation.listed", organisation, at=at, cluster_id=cluster.pk)
    return listing
