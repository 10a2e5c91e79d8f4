"""Who offers and seeks for a company, who brings companies together, and who works out whom to suggest."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster


def may_offer_for(actor: Actor, cluster: Cluster, organisation_id: int) -> bool:
    """Offer, seek, choose and answer for a company: its people except guests, and whoever looks after members in the office."""
    return actor.may("matchmaking.offer", cluster_id=cluster.pk) or actor.may_for(
        "portal.offer_and_seek", organisation_id, cluster_id=cluster.pk
    )


def may_broker(actor: Actor, cluster: Cluster) -> bool:
    """See interests before both have said yes, review what goes to everybody, and introduce companies to each other."""
    return actor.may("matchmaking.broker", cluster_id=cluster.pk)


def may_compute(actor: Actor, cluster: Cluster) -> bool:
    """Work out suggestions anew, ask what came of introductions, and tell of deadlines."""
    return actor.may("matchmaking.compute", cluster_id=cluster.pk)


def may_follow_merger(actor: Actor, cluster: Cluster) -> bool:
    """Let what two organisations offered and found become one organisation's."""
    return actor.may("membership.end", cluster_id=cluster.pk)


def may_blot(actor: Actor, cluster: Cluster) -> bool:
    """Blot out a person who is forgotten."""
    return actor.may("directory.forget", cluster_id=cluster.pk)
