"""Who plans events, who signs up whom, who sees the list."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.events.models import Registration


def may_manage(actor: Actor, cluster: Cluster) -> bool:
    """Plan, publish and cancel events, and keep the list of attendees."""
    return actor.may("events.manage", cluster_id=cluster.pk)


def may_see_attendees(actor: Actor, cluster: Cluster) -> bool:
    """See who comes."""
    return actor.may("events.see_attendees", cluster_id=cluster.pk)


def may_sign_up(actor: Actor, cluster: Cluster, *, organisation_id: int | None) -> bool:
    """Sign somebody up: for one's own company, or, with a confirmed link or in the office, for anybody."""
    if may_manage(actor, cluster):
        return True
    return organisation_id is not None and actor.may_for("portal.sign_up", organisation_id, cluster_id=cluster.pk)


def may_change(actor: Actor, registration: Registration) -> bool:
    """Cancel a registration, answer an offer, send a colleague instead."""
    return may_sign_up(actor, registration.cluster, organisation_id=registration.organisation_id)


def may_move_queue(actor: Actor, cluster: Cluster) -> bool:
    """Offer seats that are free to those who wait: the installation itself, or who manages the event."""
    return may_manage(actor, cluster)


def may_blot(actor: Actor, cluster: Cluster) -> bool:
    """Let go of who somebody was, as part of forgetting."""
    return actor.may("directory.forget", cluster_id=cluster.pk)
