"""Who may ask what is held about a person, and have it forgotten."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.directory import policies as directory
from klynge.directory.models import Person


def may_export(actor: Actor, person: Person, cluster: Cluster) -> bool:
    """Take out everything that is held about a person: whoever may answer for the person, and the person."""
    return directory.may_answer_for(actor, person, cluster)


def may_forget(actor: Actor, person: Person, cluster: Cluster) -> bool:
    """Erase what is held about a person: whoever keeps the register, never oneself."""
    is_oneself = actor.user_id is not None and person.user_id == actor.user_id
    return not is_oneself and directory.may_forget(actor, person, cluster)


def may_retain(actor: Actor, cluster: Cluster) -> bool:
    """Delete what was kept as long as it may be, and let it go by itself."""
    return actor.may("privacy.retain", cluster_id=cluster.pk)
