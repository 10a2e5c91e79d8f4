"""``klynge members``: read in a file of members, and list them on any day."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django_scopes import scope

from klynge.access.models import Cluster
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.directory.models import Metric, Organisation
from klynge.directory.queries.organisations import LatestSize, latest_sizes
from klynge.directory.queries.searching import search
from klynge.files.queries import read
from klynge.membership import actions
from klynge.membership.models import ImportRow, ImportRun, Membership, RowOutcome
from klynge.membership.queries.import_wording import candidate_names, reason, row_words
from klynge.membership.queries.importing import rows_of
from klynge.membership.queries.memberships import with_status
from klynge.membership.rules.member_files.reading import MOST_BYTES

from .frame import Output, content_of, group, leaf, operator, the_cluster, the_day, the_moment

MOST_SHOWN = 20  # faulty rows in the text; --json and the file of rejects hold all


def register(commands: Any) -> None:
    """Add ``members import | list``."""
    members = group(commands, "members", "Read members in from a file, and list them")
    reading = leaf(members, "import", "Read in an XLSX or CSV file of members", import_file, is_money=True)
    reading.add_argument("file", type=Path, metavar="FILE", help="XLSX or CSV, with headings in Danish or English")
    reading.add_argument("--column", action="append", default=[], metavar="HEADING=FIELD", help="read a column as a field; may be repeated")
    reading.add_argument("--confirm-sizes", action="store_true", help="the sizes in the file are confirmed ones")
    reading.add_argument("--rejects", type=Path, metavar="FILE", help="where to put the faulty rows (default: beside the file)")
    listing = leaf(members, "list", "List the members on a day", list_members)
    listing.add_argument("--on", type=the_day, metavar="YYYY-MM-DD", help="the day (default: today)")
    listing.add_argument("--search", default="", metavar="TEXT", help="name, CVR, town, person, e-mail; one slip is forgiven")


def import_file(options: argparse.Namespace) -> Output:
    """Rehearse the file; with --commit write the good rows down and give the faulty ones back."""
    cluster = the_cluster(options)
    actor, at = operator(cluster), the_moment(options)
    with scope(cluster=cluster):
        run = actions.rehearse_import(
            cluster,
            name=options.file.name,
            content=content_of(options.file, most=MOST_BYTES),
            columns=_columns(options),
            confirms_sizes=options.confirm_sizes,
            actor=actor,
            at=at,
        )
        if options.commit:
            while actions.commit_import(run, actor=actor, at=at):
                pass
            run.refresh_from_db()
        return _told(options, run)


def _columns(options: argparse.Namespace) -> dict[str, str] | None:
    """Return the columns as said on the command line; None when nothing is said."""
    pairs = [pair.partition("=") for pair in options.column]
    if wrong := [heading for heading, mark, _field in pairs if not mark]:
        raise Invalid(f"Write --column as HEADING=FIELD, for example --column Firma=name; not {wrong[0]!r}.", field="column")
    return {heading.strip(): field.strip() for heading, _mark, field in pairs} or None


def _told(options: argparse.Namespace, run: ImportRun) -> Output:
    faulty = list(rows_of(run, outcome=RowOutcome.FAULTY))
    names = candidate_names(faulty)
    rows = [{"row": row.number, "reason": reason(row, run, names)} for row in faulty]
    rejects = _put_rejects(options, run)
    data = {
        "run": run.pk, "committed": run.committed_at is not None, "counts": run.counts, "columns": run.columns, "faulty": rows,
        "warnings": [{"row": row.number, "warning": words} for row, words in _warnings(run)], "rejects": rejects,
    }  # fmt: skip
    return Output(data, list(_lines(run, rows, rejects)), code=0 if not rows else 1)


def _warnings(run: ImportRun) -> Iterator[tuple[ImportRow, str]]:
    for row in rows_of(run):
        yield from ((row, words) for words, is_warning in row_words(row, run) if is_warning)


def _put_rejects(options: argparse.Namespace, run: ImportRun) -> str | None:
    if run.rejects is None:
        return None
    path: Path = options.rejects or options.file.with_name(run.rejects.name)
    path.write_bytes(read(run.rejects))
    return str(path)


def _lines(run: ImportRun, rows: list[dict[str, Any]], rejects: str | None) -> Iterator[str]:
    yield f"{run.file.name}: {run.counts['rows']} rows"
    yield "  read as  " + ", ".join(f"{header} = {field}" for header, field in run.columns.items())
    if left := [header for header in run.headers if header not in run.columns]:
        yield "  not read " + ", ".join(left)
    for outcome in RowOutcome:
        yield f"  {outcome.value:<10} {run.counts[outcome]:>7}"
    for row in rows[:MOST_SHOWN]:
        yield f"    row {row['row']}: {row['reason']}"
    if len(rows) > MOST_SHOWN:
        yield f"    ... and {len(rows) - MOST_SHOWN} more"
    if rejects:
        yield f"  the faulty rows, with the reasons: {rejects}"
    yield (
        "The good rows are written down."
        if run.committed_at
        else "A rehearsal: no member was touched. Add --commit to read the good rows in."
    )


def list_members(options: argparse.Namespace) -> Output:
    """List who is a member on the day, by name."""
    cluster = the_cluster(options)
    day = options.on or day_of(the_moment(options))
    with scope(cluster=cluster):
        organisations = search(Organisation.objects.visible_to(operator(cluster)), options.search)
        held = {row.organisation_id: row for row in with_status(_memberships(cluster, organisations, options).active_on(day), day)}
        rows = [row for row in organisations.select_related("municipality") if row.pk in held]
        sizes = latest_sizes([row.pk for row in rows], metric=Metric.HEADCOUNT, on_day=day)
        data = [_member(row, held[row.pk], sizes.get(row.pk)) for row in rows]
    lines = [
        f"{row['member_no']:>6}  {row['name'][:44]:<44}  {row['cvr']:<8}  {row['town'][:20]:<20}  {row['employees'] or '':>9}"
        for row in data
    ]
    return Output({"cluster": cluster.slug, "on": day, "count": len(data), "members": data}, [*lines, f"{len(data)} members on {day}"])


def _memberships(cluster: Cluster, organisations: QuerySet[Organisation], options: argparse.Namespace) -> Any:
    held = Membership.objects.visible_to(operator(cluster)).select_related("type")
    return held.filter(organisation__in=organisations.order_by().values("pk")) if options.search else held


def _member(row: Organisation, membership: Membership, size: LatestSize | None) -> dict[str, Any]:
    return {
        "member_no": membership.member_no, "name": row.name, "cvr": row.cvr, "kind": row.kind, "town": row.town,
        "municipality": row.municipality.name if row.municipality else "", "type": membership.type.code,
        "joined_on": membership.during.lower, "status": membership.status_on_day, "employees": _size(size),
        "is_size_confirmed": size.is_confirmed if size else False,
    }  # fmt: skip


def _size(size: LatestSize | None) -> str:
    if size is None:
        return ""
    low, high = size.declaration.low, size.declaration.high
    return str(low) if low == high else f"{low}+" if high is None else f"{low}-{high}"
