"""Who sees how engaged the members are, who works with the lists, and who changes what counts."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster


def may_see_lists(actor: Actor, cluster: Cluster) -> bool:
    """See the worklists and the risk of single members: for those who look after members, not for the board and never for a member."""
    return actor.may("engagement.see_lists", cluster_id=cluster.pk)


def may_follow_up(actor: Actor, cluster: Cluster) -> bool:
    """Note contacts with quiet members, and what members did that no list knows."""
    return actor.may("engagement.follow_up", cluster_id=cluster.pk)


def may_weigh(actor: Actor, cluster: Cluster) -> bool:
    """Draft weights, and enter what the board has adopted."""
    return actor.may("engagement.weigh", cluster_id=cluster.pk)


def may_compute(actor: Actor, cluster: Cluster) -> bool:
    """Gather activities, and work out scores and risks anew."""
    return actor.may("engagement.compute", cluster_id=cluster.pk)


def may_blot(actor: Actor, cluster: Cluster) -> bool:
    """Blot out a person who is forgotten."""
    return actor.may("directory.forget", cluster_id=cluster.pk)
