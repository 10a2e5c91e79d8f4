"""Merge two organisations and their memberships in one go."""

from datetime import date, datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.directory.actions import merge_organisations
from klynge.directory.models import Merger, Organisation
from klynge.membership import policies
from klynge.membership.actions.follow_merger import follow_merger
from klynge.membership.queries.merging import plan_member_merger


@transaction.atomic
def merge_members(
    cluster: Cluster, *, survivor: Organisation, loser: Organisation, effective_on: date, actor: Actor, at: datetime
) -> Merger:
    """Do what plan_merger and plan_member_merger show: either all of it or, when one of them names a conflict, nothing. No invoice is touched.

    Raises: Refused, Conflict, and what join_member raises when the survivor is to take the loser's place.
    """
    require(policies.may_end(actor, cluster) and policies.may_admit(actor, cluster))
    plan = plan_member_merger(cluster, survivor=survivor, loser=loser, effective_on=effective_on)
    if plan.conflicts:
        raise Conflict(" ".join(plan.conflicts))

    merger = merge_organisations(cluster, survivor=survivor, loser=loser, effective_on=effective_on, shown=plan.plain(), actor=actor, at=at)
    follow_merger(merger, actor=actor, at=at)  # the announcement's listener finds it done
    record(actor, "membership.members.merged", loser, at=at, cluster_id=cluster.pk, survivor=survivor.name, merger=merger.pk)
    return merger
