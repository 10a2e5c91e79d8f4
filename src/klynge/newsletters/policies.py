"""Who may write to many."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.directory.models import Person
from klynge.newsletters.models import Message


def may_write(actor: Actor, cluster: Cluster) -> bool:
    """Draft a message to the contacts of many members."""
    return actor.may("newsletters.write", cluster_id=cluster.pk)


def may_change(actor: Actor, message: Message) -> bool:
    """Change, try, release or discard a message."""
    return actor.may("newsletters.write", cluster_id=message.cluster_id)


def may_stop(actor: Actor, cluster: Cluster) -> bool:
    """Hold back what somebody has said no to: the installation itself."""
    return actor.is_system and actor.may("newsletters.stop", cluster_id=cluster.pk)


def may_choose(actor: Actor, person: Person, cluster: Cluster) -> bool:
    """Say what somebody wants to read about: the person, and whoever notes consents in the office."""
    is_oneself = actor.user_id is not None and person.user_id == actor.user_id
    return is_oneself or actor.may("newsletters.choose", cluster_id=cluster.pk)


def may_forget(actor: Actor, cluster: Cluster) -> bool:
    """Let go of somebody's choices, as part of forgetting."""
    return actor.may("directory.forget", cluster_id=cluster.pk)
