"""What a role may do with memberships, fee schedules and dues."""

from klynge.access.actor import Actor
from klynge.access.models import Cluster, Role
from klynge.membership.models import DuesRun

MONEY = frozenset({Role.ADMIN, Role.FINANCE})


def may_plan_dues(actor: Actor, cluster: Cluster) -> bool:
    """Plan a dues run, and discard a plan."""
    return actor.has_role(MONEY | {Role.MANAGER}, cluster_id=cluster.pk)


def may_release_dues(actor: Actor, cluster: Cluster) -> bool:
    """Release a planned run and issue what it holds."""
    return actor.has_role(MONEY, cluster_id=cluster.pk)


def is_second_pair_of_eyes(actor: Actor, run: DuesRun) -> bool:
    """Say whether the actor is somebody else than the planner."""
    if actor.user_id is None or run.planned_by_user_id is None:
        return actor.name != run.planned_by
    return actor.user_id != run.planned_by_user_id
