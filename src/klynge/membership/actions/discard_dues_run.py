"""Set a plan aside that nobody has released."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.membership import policies
from klynge.membership.models import DuesRun


@transaction.atomic
def discard_dues_run(run: DuesRun, *, actor: Actor, at: datetime) -> DuesRun:
    """Discard a plan; its lines stay for the record. Raises: Refused, Conflict when it is released or discarded already."""
    require(policies.may_plan_dues(actor, run.cluster))
    run = DuesRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.discarded_at or hasattr(run, "release"):
        raise Conflict(_("This run was already released or discarded. What is issued is undone by credit notes."))

    run.discarded_at = at
    run.save(update_fields=["discarded_at"])
    record(actor, "membership.dues_run.discarded", run, at=at)
    return run
