"""Who writes and publishes."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster


def may_write(actor: Actor, cluster: Cluster) -> bool:
    """Write news and press releases, publish them and take them back."""
    return actor.may("publishing.write", cluster_id=cluster.pk)
