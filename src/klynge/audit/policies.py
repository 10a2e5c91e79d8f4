"""Who may read what was done."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster


def may_see(actor: Actor, cluster: Cluster) -> bool:
    """Read the audit log: everybody in the cluster's office."""
    return actor.is_staff_of(cluster.pk)
