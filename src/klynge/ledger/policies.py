"""What a role may do with the books."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster, Role


def may_post(actor: Actor, cluster: Cluster) -> bool:
    """Book transactions, as part of issuing, crediting and receiving."""
    return actor.has_role({Role.ADMIN, Role.FINANCE, Role.MANAGER}, cluster_id=cluster.pk)
