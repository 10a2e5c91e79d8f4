"""Who sees how the site is read, and who decides what is counted."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster


def may_choose(actor: Actor, cluster: Cluster) -> bool:
    """Decide whether visitors are asked if they may be counted."""
    return actor.may("visits.choose", cluster_id=cluster.pk)


def may_count(actor: Actor, cluster: Cluster) -> bool:
    """Add to the sums: the site itself, nobody by hand."""
    return actor.may("visits.count", cluster_id=cluster.pk)
