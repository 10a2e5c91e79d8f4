"""Who arranges meeting days, and who speaks for a company that takes part."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.meetings.models import MeetingDay, Participant


def may_arrange(actor: Actor, cluster: Cluster) -> bool:
    """Prepare days, plan them and look after them on the day."""
    return actor.may("meetings.arrange", cluster_id=cluster.pk)


def may_blot(actor: Actor, cluster: Cluster) -> bool:
    """Take somebody who is forgotten out of what meeting days hold."""
    return actor.may("directory.forget", cluster_id=cluster.pk)


def may_search(actor: Actor, day: MeetingDay) -> bool:
    """Note down what the search for a plan has found."""
    return actor.may("meetings.search", cluster_id=day.cluster_id)


def may_speak_for(actor: Actor, participant: Participant) -> bool:
    """Say whom the company wants to meet and when: the office, or one of the company's own."""
    day = participant.day
    if actor.may("meetings.take_part", cluster_id=day.cluster_id):
        return True
    return actor.may_for("portal.offer_and_seek", participant.organisation_id, cluster_id=day.cluster_id)
