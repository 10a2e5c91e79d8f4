"""Who connects programs, and who tells them."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster


def may_manage(actor: Actor, cluster: Cluster) -> bool:
    """Say which programs are told what."""
    return actor.may("webhooks.manage", cluster_id=cluster.pk)


def may_tell(actor: Actor, cluster: Cluster) -> bool:
    """Gather what happened and hand it over: the installation itself."""
    return actor.may("webhooks.tell", cluster_id=cluster.pk)
