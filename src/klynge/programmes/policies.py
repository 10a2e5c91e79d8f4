"""Who runs programmes, who decides, who signs hours, who takes part."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster


def may_manage(actor: Actor, cluster: Cluster) -> bool:
    """Start programmes, set milestones, open calls."""
    return actor.may("programmes.manage", cluster_id=cluster.pk)


def may_decide(actor: Actor, cluster: Cluster) -> bool:
    """Admit and decline who applies, end a seat."""
    return actor.may("programmes.decide", cluster_id=cluster.pk)


def may_sign(actor: Actor, cluster: Cluster) -> bool:
    """Sign hours, and reverse what was signed."""
    return actor.may("programmes.sign", cluster_id=cluster.pk)


def may_take_part(actor: Actor, cluster: Cluster, *, organisation_id: int) -> bool:
    """Apply, note hours and outcomes for a company: its own people, and the office."""
    return actor.may("programmes.take_part", cluster_id=cluster.pk) or actor.may_for(
        "portal.sign_up", organisation_id, cluster_id=cluster.pk
    )


def may_serve(actor: Actor, cluster: Cluster) -> bool:
    """Follow what happens elsewhere: mergers of organisations."""
    return actor.may("programmes.serve", cluster_id=cluster.pk)


def may_blot(actor: Actor, cluster: Cluster) -> bool:
    """Let go of who somebody was, as part of forgetting."""
    return actor.may("directory.forget", cluster_id=cluster.pk)
