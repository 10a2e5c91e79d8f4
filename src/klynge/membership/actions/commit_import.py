"""Write the next batch of a rehearsed file down, in one transaction; at the end the faulty rows go into a file of their own."""

import json
from collections.abc import Sequence
from dataclasses import astuple, replace
from datetime import datetime
from pathlib import PurePath

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.directory.actions import import_organisations
from klynge.directory.rules.checking import Problem
from klynge.files.actions import store_file
from klynge.files.models import StoredFile
from klynge.membership import policies
from klynge.membership.actions.join_members import join_members
from klynge.membership.models import ImportRow, ImportRun, RowOutcome
from klynge.membership.queries.import_wording import candidate_names, reason
from klynge.membership.queries.importing import counts_of, plan_batch, rows_of
from klynge.membership.rules.member_files.deciding import Decision, Outcome
from klynge.membership.rules.member_files.writing import TEXT, WORKBOOK, write_table

BATCH_SIZE = 500
# One file of a cluster at a time: two lists of the same companies would not see what the other is just writing, and make each twice.
ALONE = "SELECT pg_advisory_xact_lock(%s, %s)"
IMPORT_LOCK = 5118
MARK = """
UPDATE membership_importrow r SET outcome = came.outcome, organisation_id = came.organisation_id, problems = came.problems::jsonb
FROM unnest(%(rows)s::bigint[], %(outcomes)s::text[], %(organisations)s::bigint[], %(problems)s::text[])
     AS came (id, outcome, organisation_id, problems)
WHERE r.id = came.id
"""
TO_WRITE = (RowOutcome.NEW, RowOutcome.UPDATE)


@transaction.atomic
def commit_import(run: ImportRun, *, actor: Actor, at: datetime, size: int = BATCH_SIZE) -> bool:
    """Write the next ``size`` good rows down; return whether more are left. Safe to repeat, and to be killed anywhere.

    A row that the database refuses becomes a faulty one, and the others go on. Raises: Refused, StorageFault.
    """
    require(policies.may_import(actor, run.cluster))
    with connection.cursor() as cursor:
        cursor.execute(ALONE, [IMPORT_LOCK, run.cluster_id])
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("cluster", "file").get(pk=run.pk)
    if run.committed_at:
        return False
    waiting = run.rows.filter(number__gt=run.done_through, outcome__in=TO_WRITE).order_by("number")
    batch = list(waiting[:size])
    if batch:
        decisions = plan_batch(run, batch, today=day_of(at))
        written = _write(run, [one for one in decisions if one.outcome in (Outcome.NEW, Outcome.UPDATE)], actor, at)
        _mark(batch, decisions, written)
        run.done_through = batch[-1].number
    has_more = waiting.filter(number__gt=run.done_through).exists()
    if not has_more:
        _finish(run, actor, at)
    run.save()
    record(actor, "membership.import.committed", run, at=at, rows=len(batch), through=run.done_through)
    return has_more


def _write(run: ImportRun, decisions: Sequence[Decision], actor: Actor, at: datetime) -> dict[int, Decision]:
    """Write all at once; when the database refuses, halve until the rows that it refuses stand alone. Returns {row: what came of it}."""
    if not decisions:
        return {}
    try:
        with transaction.atomic():
            return _written(run, decisions, actor, at)
    except IntegrityError as fault:
        if len(decisions) == 1:
            said = str(fault).partition("\n")[0]
            row = decisions[0].row.with_problem(Problem("name", "refused", said[:200]))
            return {row.number: replace(decisions[0], row=row, outcome=Outcome.FAULTY)}
    half = len(decisions) // 2
    return _write(run, decisions[:half], actor, at) | _write(run, decisions[half:], actor, at)


def _written(run: ImportRun, decisions: Sequence[Decision], actor: Actor, at: datetime) -> dict[int, Decision]:
    entries = [one.entry for one in decisions if one.entry]
    ids = import_organisations(run.cluster, entries=entries, confirms_sizes=run.confirms_sizes, actor=actor, at=at)
    joins = [replace(one.join, organisation_id=pk) for one, pk in zip(decisions, ids, strict=True) if one.join]
    join_members(run.cluster, joins=joins, actor=actor, at=at)
    return {one.row.number: replace(one, organisation_id=pk) for one, pk in zip(decisions, ids, strict=True)}


def _mark(batch: Sequence[ImportRow], decisions: Sequence[Decision], written: dict[int, Decision]) -> None:
    """Keep with each row what came of it, in one statement."""
    came = {one.row.number: one for one in decisions} | written
    marks = [(row.pk, came[row.number]) for row in batch]
    with connection.cursor() as cursor:
        cursor.execute(
            MARK,
            {
                "rows": [pk for pk, _one in marks],
                "outcomes": [str(one.outcome) for _pk, one in marks],
                "organisations": [one.organisation_id for _pk, one in marks],
                "problems": [json.dumps([astuple(problem) for problem in one.row.problems]) for _pk, one in marks],
            },
        )


def _finish(run: ImportRun, actor: Actor, at: datetime) -> None:
    run.counts = counts_of(list(run.rows.values_list("outcome", flat=True)))
    run.started_at, run.committed_at = run.started_at or at, at
    if run.counts[Outcome.FAULTY]:
        with override(run.language):
            run.rejects = _rejects(run, actor, at)


def _rejects(run: ImportRun, actor: Actor, at: datetime) -> StoredFile:
    """Store the faulty rows in their own columns, with the reasons in one more."""
    faulty = list(rows_of(run, outcome=RowOutcome.FAULTY))
    names = candidate_names(faulty)
    is_workbook = run.file.content_type == WORKBOOK
    rows = [[*row.cells, reason(row, run, names)] for row in faulty]
    content = write_table([*run.headers, _("Reason")], rows, is_workbook=is_workbook)
    name = f"{PurePath(run.file.name).stem}-{_('faulty')}.{'xlsx' if is_workbook else 'csv'}"
    return store_file(run.cluster, name=name, content=content, content_type=WORKBOOK if is_workbook else TEXT, actor=actor, at=at)
