"""What a role may do with the books."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster


def may_post(actor: Actor, cluster: Cluster) -> bool:
    """Book transactions, as part of issuing, crediting and receiving."""
    return actor.may("ledger.post", cluster_id=cluster.pk)


def may_read_books(actor: Actor, cluster: Cluster) -> bool:
    """Read the journal and take it out as a file: everybody in the cluster's office."""
    return actor.may("ledger.read", cluster_id=cluster.pk)


def may_close(actor: Actor, cluster: Cluster) -> bool:
    """Close periods, seal the books, and number the accounts."""
    return actor.may("ledger.close", cluster_id=cluster.pk)


def may_reopen(actor: Actor, cluster: Cluster) -> bool:
    """Open a closed period again: not for those who close it."""
    return actor.may("ledger.reopen", cluster_id=cluster.pk)
