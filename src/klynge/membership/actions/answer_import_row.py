"""Say which company a row of a file means."""

from dataclasses import astuple
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.membership import policies
from klynge.membership.models import ImportRow, ImportRun
from klynge.membership.queries.importing import counts_of, plan_batch


@transaction.atomic
def answer_import_row(run: ImportRun, *, number: int, organisation_id: int | None, actor: Actor, at: datetime) -> ImportRow:
    """Decide on the row anew: it means the organisation, or without one a new company. Raises: Refused, Conflict, Invalid."""
    require(policies.may_import(actor, run.cluster))
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=run.pk)
    if run.started_at or run.committed_at:
        raise Conflict(_("The import has begun; its rows can't be changed any more. Upload the file again to correct it."))
    row = run.rows.filter(number=number).first()
    if row is None or not row.candidates or (organisation_id and organisation_id not in row.candidates):
        raise Invalid(_("Choose one of the companies that are shown, or a new one."), field="organisation")
    if organisation_id and run.rows.filter(organisation_id=organisation_id).exclude(pk=row.pk).exists():
        raise Conflict(_("Another row of the file means that company already. Keep one of the rows."))

    row.organisation_id, row.is_decided = organisation_id, True
    decision = plan_batch(run, [row], today=day_of(at))[0]
    row.outcome, row.changed, row.organisation_id = decision.outcome, list(decision.changed), decision.organisation_id
    row.problems = [astuple(problem) for problem in decision.row.problems]
    row.save()
    run.counts = counts_of(list(run.rows.values_list("outcome", flat=True)))
    run.save(update_fields=["counts"])
    record(actor, "membership.import.answered", run, at=at, row=number, organisation_id=organisation_id)
    return row
