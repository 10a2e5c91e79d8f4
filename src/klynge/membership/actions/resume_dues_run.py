"""Let a released run go on that has come to a halt."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.membership import policies
from klynge.membership.models import DuesRun
from klynge.membership.queries.issuing import ISSUE, is_stuck, refuse_issuing
from klynge.membership.rules.run_dates import dates_of


@transaction.atomic
def resume_dues_run(run: DuesRun, *, actor: Actor, at: datetime) -> DuesRun:
    """Put the run back on the queue once what stopped it is mended; what is left is dated today or later.

    Raises: Refused, Conflict when it has not come to a halt, and what still stands in the way of issuing.
    """
    require(policies.may_release_dues(actor, run.cluster))
    run = DuesRun.objects.select_for_update(of=("self",)).select_related("cluster", "term").get(pk=run.pk)
    if not is_stuck(run):
        raise Conflict(_("This run has not come to a halt: it waits for its release, is being issued just now, or is done."))
    run.issue_on, run.due_on = dates_of(run.issue_on, run.due_on, released_on=day_of(at), payment_days=run.cluster.payment_days)
    refuse_issuing(run)

    run.save(update_fields=["issue_on", "due_on"])
    record(actor, "membership.dues_run.resumed", run, at=at, issue_on=run.issue_on.isoformat(), due_on=run.due_on.isoformat())
    jobs.enqueue(ISSUE, cluster_id=run.cluster_id, run_id=run.pk)
    return run
