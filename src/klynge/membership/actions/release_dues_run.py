"""Let a plan go: a second person has looked at it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Refused
from klynge.membership import policies
from klynge.membership.models import DuesLine, DuesRelease, DuesRun, LineState
from klynge.membership.queries.issuing import refuse_issuing
from klynge.membership.rules.run_dates import dates_of


@transaction.atomic
def release_dues_run(run: DuesRun, *, actor: Actor, at: datetime, note: str = "") -> DuesRelease:
    """Release a planned run; its invoices are then issued in the background, dated as planned but not before today.

    Raises: Refused (also to the planner), Conflict, Invalid.
    """
    require(policies.may_release_dues(actor, run.cluster))
    run = DuesRun.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=run.pk)
    if not policies.is_second_pair_of_eyes(actor, run):
        raise Refused(_("You planned this run yourself. Somebody else has to look at it and release it."))
    if run.discarded_at or hasattr(run, "release"):
        raise Conflict(_("This run was already released or discarded. Open it to see who did it."))
    if not DuesLine.objects.filter(run=run, state__in=[LineState.CHARGE, LineState.WAIVE]).exists():
        raise Conflict(_("There is nothing to bill in this run: every member is billed already or can't be charged yet."))
    run.issue_on, run.due_on = dates_of(run.issue_on, run.due_on, released_on=day_of(at), payment_days=run.cluster.payment_days)
    refuse_issuing(run)

    run.save(update_fields=["issue_on", "due_on"])
    release = DuesRelease.objects.create(run=run, released_at=at, released_by=actor.name, user_id=actor.user_id, note=note)
    record(actor, "membership.dues_run.released", run, at=at, note=note, issue_on=run.issue_on.isoformat(), due_on=run.due_on.isoformat())
    jobs.announce("membership.dues_run_released", cluster_id=run.cluster_id, run_id=run.pk)
    return release
