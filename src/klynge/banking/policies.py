"""What a role may do with the bank."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster


def may_import(actor: Actor, cluster: Cluster) -> bool:
    """Bring in files from the bank: who looks after the money."""
    return actor.may("banking.import", cluster_id=cluster.pk)


def may_keep_accounts(actor: Actor, cluster: Cluster) -> bool:
    """Say which bank accounts are the cluster's."""
    return actor.may("banking.accounts", cluster_id=cluster.pk)
