"""Who may make, see, release and stop mail."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.outbox.models import Batch, Mail


def may_see(actor: Actor, cluster: Cluster) -> bool:
    """Read the outbox: everybody in the office."""
    return actor.may("outbox.see", cluster_id=cluster.pk)


def may_prepare(actor: Actor, cluster: Cluster) -> bool:
    """Put mails into the outbox, where they wait for a release."""
    return actor.may("outbox.send", cluster_id=cluster.pk)


def may_release(actor: Actor, batch: Batch) -> bool:
    """Let a batch leave, or stop what has not left."""
    return actor.may("outbox.send", cluster_id=batch.cluster_id)


def may_change(actor: Actor, mail: Mail) -> bool:
    """Skip a mail or try it again."""
    return actor.may("outbox.send", cluster_id=mail.cluster_id)


def may_send(actor: Actor, batch: Batch) -> bool:
    """Hand mails to the server: the installation itself."""
    return actor.may("outbox.deliver", cluster_id=batch.cluster_id)


def may_blot(actor: Actor, cluster: Cluster) -> bool:
    """Erase what mails say, of people who are forgotten or after the time of keeping."""
    return actor.may("directory.forget", cluster_id=cluster.pk)
