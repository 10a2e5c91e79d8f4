"""Who may ask what is held about a person, and have it forgotten."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.directory import policies as directory
from klynge.directory.models import Person


def may_export(actor: Actor, person: Person, cluster: Cluster) -> bool:
    """Take out everything that is held about a person: whoever may answer for the person, and the person."""
    return directory.may_answer_for(actor, person, cluster)


def may_forget(actor: Actor, person: Person, cluster: Cluster) -> bool:
    """Have a person forgotten: those who administer the cluster."""
    return actor.may("privacy.forget", cluster_id=cluster.pk) and directory.may_edit_person(actor, person)


def may_retain(actor: Actor, cluster: Cluster) -> bool:
    """Let what has been kept long enough go."""
    return actor.may("privacy.forget", cluster_id=cluster.pk)
