"""What a role may do with the bank."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster, Role

KEEPERS = frozenset({Role.ADMIN, Role.FINANCE})


def may_import(actor: Actor, cluster: Cluster) -> bool:
    """Bring in files from the bank: who looks after the money."""
    return actor.has_role(KEEPERS, cluster_id=cluster.pk)


def may_keep_accounts(actor: Actor, cluster: Cluster) -> bool:
    """Say which bank accounts are the cluster's."""
    return actor.has_role(KEEPERS, cluster_id=cluster.pk)
