"""Charge one new member the dues of the year of joining."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing.models import FeeStatus
from klynge.billing.queries import fee_status_on
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.membership import policies
from klynge.membership.actions.issue_dues_batch import issue_dues_batch
from klynge.membership.actions.plan_dues import plan_dues
from klynge.membership.models import DuesRelease, DuesRun, LineState, Membership, Term
from klynge.membership.queries.problems import line_problem


@transaction.atomic
def charge_member(membership: Membership, *, issue_on: date, actor: Actor, at: datetime) -> DuesRun | None:
    """Plan, release and issue a dues run for the one membership; None where dues are not introduced yet.

    It is the engine of every dues run, so the next run finds the member billed. Raises: Refused, Conflict when the fee can't be worked out
    or no membership year is open, and what plan_dues and issue_dues_batch raise.
    """
    cluster = membership.cluster
    require(policies.may_release_dues(actor, cluster))
    if fee_status_on(cluster, issue_on) != FeeStatus.INTRODUCED:
        return None
    joined = membership.during.lower
    term = Term.objects.select_related("cluster").filter(cluster=cluster, during__contains=joined).first()
    if term is None:
        raise Conflict(_("No membership year is open on %s. Open it first; then approve.") % joined)
    run = plan_dues(term, as_of=max(joined, day_of(at)), issue_on=issue_on, only=membership, actor=actor, at=at)
    line = run.lines.get()
    if line.state == LineState.BLOCKED:
        raise Conflict(_("The first invoice can't be made: %s") % line_problem(line))

    DuesRelease.objects.create(run=run, released_at=at, released_by=actor.name, user_id=actor.user_id)
    while issue_dues_batch(run, actor=actor, at=at):
        pass
    record(actor, "membership.member.charged", membership.organisation, at=at, cluster_id=cluster.pk, run=run.pk, net_minor=line.net_minor)
    return run
