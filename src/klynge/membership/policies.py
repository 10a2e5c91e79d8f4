"""What a role may do with memberships, fee schedules and dues."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.directory.models import Affiliation
from klynge.membership.models import DuesRun, Membership


def may_plan_dues(actor: Actor, cluster: Cluster) -> bool:
    """Plan a dues run, and discard a plan."""
    return actor.may("membership.plan", cluster_id=cluster.pk)


def may_release_dues(actor: Actor, cluster: Cluster) -> bool:
    """Release a planned run and issue what it holds."""
    return actor.may("membership.release", cluster_id=cluster.pk)


def is_second_pair_of_eyes(actor: Actor, run: DuesRun) -> bool:
    """Say whether the actor is somebody else than the planner."""
    if actor.user_id is None or run.planned_by_user_id is None:
        return actor.name != run.planned_by
    return actor.user_id != run.planned_by_user_id


def may_edit_schedule(actor: Actor, cluster: Cluster) -> bool:
    """Draft, change, copy and import fee schedules."""
    return actor.may("membership.schedules", cluster_id=cluster.pk)


def may_adopt_schedule(actor: Actor, cluster: Cluster) -> bool:
    """Put a fee schedule into force by a resolution."""
    return actor.may("membership.schedules", cluster_id=cluster.pk)


def may_admit(actor: Actor, cluster: Cluster) -> bool:
    """Admit members, change their type, take a membership up again."""
    return actor.may("membership.admit", cluster_id=cluster.pk)


def may_end(actor: Actor, cluster: Cluster) -> bool:
    """Record resignations and exclusions, and undo them."""
    return actor.may("membership.end", cluster_id=cluster.pk)


def may_resign(actor: Actor, membership: Membership) -> bool:
    """Give notice: who ends memberships in the office, or whoever answers for the member."""
    if actor.may_for("portal.resign", membership.organisation_id, cluster_id=membership.cluster_id):
        return True
    return may_end(actor, membership.cluster)


def may_take_notice_back(actor: Actor, membership: Membership) -> bool:
    """Take notice back before it takes effect: whoever may give it."""
    return may_resign(actor, membership)


def may_apply(actor: Actor, cluster: Cluster) -> bool:
    """Ask for membership, and take that back: whoever holds the link, for whom the installation acts."""
    return actor.may("membership.apply", cluster_id=cluster.pk)


def may_present(actor: Actor, cluster: Cluster) -> bool:
    """Write and publish the texts of the public site."""
    return actor.may("membership.present", cluster_id=cluster.pk)


def may_set_types(actor: Actor, cluster: Cluster) -> bool:
    """Add and change kinds of members."""
    return actor.may("membership.types", cluster_id=cluster.pk)


def may_open_term(actor: Actor, cluster: Cluster) -> bool:
    """Open membership years."""
    return actor.may("membership.plan", cluster_id=cluster.pk)


def may_close_term(actor: Actor, cluster: Cluster) -> bool:
    """Close membership years."""
    return actor.may("membership.release", cluster_id=cluster.pk)


def may_reopen_term(actor: Actor, cluster: Cluster) -> bool:
    """Open a closed membership year again: not for those who close it."""
    return actor.may("membership.reopen", cluster_id=cluster.pk)


def may_adjust_fee(actor: Actor, membership: Membership) -> bool:
    """Approve a change of one member's fee: for the money's keepers, and never for a place where one works."""
    if not actor.may("membership.adjust", cluster_id=membership.cluster_id):
        return False
    works_there = Affiliation.objects.filter(organisation_id=membership.organisation_id, person__user_id=actor.user_id)
    return actor.user_id is None or not works_there.exists()


def may_import(actor: Actor, cluster: Cluster) -> bool:
    """Read in a file of members."""
    return actor.may("membership.import", cluster_id=cluster.pk)


def may_review_benefits(actor: Actor, cluster: Cluster) -> bool:
    """Suspend and restore benefits by the cluster's own rule."""
    return actor.may("membership.benefits", cluster_id=cluster.pk)


def may_expire(actor: Actor, cluster: Cluster) -> bool:
    """Erase what is kept of people who are forgotten, or was kept as long as it may be."""
    return actor.may("directory.forget", cluster_id=cluster.pk)
