"""Plan an uploaded file anew, with the columns read as somebody says."""

from collections.abc import Mapping
from dataclasses import astuple
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.files.queries import read
from klynge.membership import policies
from klynge.membership.models import ImportMapping, ImportRow, ImportRun
from klynge.membership.queries.import_reading import read_table
from klynge.membership.queries.importing import counts_of, plan_file, refuse_columns
from klynge.membership.rules.member_files.columns import fingerprint
from klynge.membership.rules.member_files.deciding import Decision


@transaction.atomic
def plan_import(
    run: ImportRun, *, columns: Mapping[str, str], actor: Actor, at: datetime, confirms_sizes: bool = False, remembers: bool = False
) -> ImportRun:
    """Decide on every row of the run's file; with ``remembers`` the columns are read so the next time, too.

    Raises: Refused, Invalid (columns), Conflict when the import has begun, StorageFault.
    """
    require(policies.may_import(actor, run.cluster))
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("cluster", "file").get(pk=run.pk)
    if run.started_at or run.committed_at:
        raise Conflict(_("The import has begun; its columns can't be changed any more. Upload the file again to correct it."))
    refuse_columns(run.headers, columns)

    lines = read_table(read(run.file)).rows
    decisions = plan_file(run.cluster, lines, headers=run.headers, columns=columns, today=day_of(at))
    run.rows.all().delete()
    cells = dict(lines)
    ImportRow.objects.bulk_create([_row(run, decision, cells[decision.row.number]) for decision in decisions], batch_size=2_000)
    run.columns, run.confirms_sizes, run.rehearsed_at = dict(columns), confirms_sizes, at
    run.counts = counts_of([decision.outcome for decision in decisions])
    run.save()
    if remembers:
        ImportMapping.objects.update_or_create(
            cluster=run.cluster,
            header_fingerprint=fingerprint(run.headers),
            defaults={"name": run.file.name[:80], "columns": run.columns, "saved_at": at},
        )
    record(actor, "membership.import.rehearsed", run, at=at, counts=run.counts, columns=run.columns)
    return run


def _row(run: ImportRun, decision: Decision, cells: tuple[str, ...]) -> ImportRow:
    problems = [astuple(problem) for problem in decision.row.problems]
    return ImportRow(
        run=run,
        number=decision.row.number,
        cells=list(cells),
        outcome=decision.outcome,
        problems=problems,
        changed=list(decision.changed),
        organisation_id=decision.organisation_id,
        candidates=list(decision.candidates),
    )
