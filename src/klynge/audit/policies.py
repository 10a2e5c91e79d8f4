"""Who may read what was done."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster


def may_see(actor: Actor, cluster: Cluster) -> bool:
    """Read the audit log: everybody in the cluster's office."""
    return actor.may("audit.see", cluster_id=cluster.pk)


def may_seal(actor: Actor, cluster: Cluster) -> bool:
    """Seal what was written so far: who keeps the books, and the nightly job."""
    return actor.may("audit.seal", cluster_id=cluster.pk)


def may_redact(actor: Actor, cluster: Cluster) -> bool:
    """Blot out what the log says about somebody who is to be forgotten."""
    return actor.may("audit.redact", cluster_id=cluster.pk)
