"""Who writes and publishes."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster


def may_write(actor: Actor, cluster: Cluster) -> bool:
    """Write news and press releases, publish them and take them back."""
    return actor.may("publishing.write", cluster_id=cluster.pk)


def may_answer(actor: Actor, cluster: Cluster) -> bool:
    """Keep whether somebody agrees to be quoted: the public site, for whoever holds the link, and the office."""
    return actor.may("publishing.answer", cluster_id=cluster.pk)


def may_blot(actor: Actor, cluster: Cluster) -> bool:
    """Let go of who was quoted, as part of forgetting."""
    return actor.may("directory.forget", cluster_id=cluster.pk)
