"""Hand a rehearsed file to the worker."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict
from klynge.membership import policies
from klynge.membership.models import ImportRun


@transaction.atomic
def start_import(run: ImportRun, *, actor: Actor, at: datetime) -> ImportRun:
    """Let the worker write the good rows down, batch by batch. Raises: Refused, Conflict when it has begun."""
    require(policies.may_import(actor, run.cluster))
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.started_at or run.committed_at:
        raise Conflict(_("This import has begun already."))

    run.started_at, run.by = at, actor.name
    run.save(update_fields=["started_at", "by"])
    record(actor, "membership.import.started", run, at=at)
    jobs.enqueue("membership.commit_import", cluster_id=run.cluster_id, run_id=run.pk)
    return run
