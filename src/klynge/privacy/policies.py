"""Who may ask what is held about a person, and have it forgotten."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.directory import policies as directory
from klynge.directory.models import Person


def may_export(actor: Actor, person: Person, cluster: Cluster) -> bool:
    """Take out everything that is held about a person: whoever may answer for the person, and the person."""
    return directory.may_answer_for(actor, person, cluster)
