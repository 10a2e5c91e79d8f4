"""Plan what the rows of a member file change; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.errors import Invalid
from klynge.directory.models import Listing, Municipality
from klynge.directory.rules.checking import Problem
from klynge.directory.rules.folding import fold
from klynge.membership.models import ImportMapping, ImportRow, ImportRun, MembershipType, TermClosing
from klynge.membership.rules.member_files.columns import FIELDS, NEEDED, fingerprint, recognised
from klynge.membership.rules.member_files.deciding import Decision, Outcome, decide
from klynge.membership.rules.member_files.rows import Row, Setting, duplicates, understand

from .import_matching import Match, known_organisations, match_alike, match_surely, number_holders

Lines = Sequence[tuple[int, Sequence[str]]]  # (number in the file, cells)


def setting_of(cluster: Cluster, *, today: date) -> Setting:
    """Return what rows of the cluster may name. Raises: Invalid when the cluster has no membership type yet."""
    types = list(MembershipType.objects.filter(cluster=cluster).order_by("pk"))
    if not types:
        raise Invalid(_("%s has no membership type yet. Make one in the settings, then import.") % cluster.name)
    words = {fold(word): row.pk for row in reversed(types) for word in (*row.name.values(), row.code) if word}
    default = next((row for row in types if row.code == "ordinary"), types[0])
    towns = {word: row.code for row in Municipality.objects.all() for word in (fold(row.name), row.code)}
    closed = TermClosing.objects.filter(term__cluster=cluster).order_by("-term__during").select_related("term").first()
    return Setting(towns, words, default.pk, today, closed.term.during.upper if closed else None)


def columns_for(cluster: Cluster, headers: Sequence[str]) -> dict[str, str]:
    """Return {header: field}: as saved for a file with the same columns, else as recognised."""
    saved = ImportMapping.objects.filter(cluster=cluster, header_fingerprint=fingerprint(headers)).first()
    if saved:
        return {header: field for header, field in saved.columns.items() if header in headers and field in FIELDS}
    return recognised(headers)


def refuse_columns(headers: Sequence[str], columns: Mapping[str, str]) -> None:
    """Refuse a mapping that can't be read by. Raises: Invalid."""
    unknown = [header for header, field in columns.items() if header not in headers or field not in FIELDS]
    if unknown:
        raise Invalid(_("The file has no column “%s”, or it is to be read as something unknown.") % unknown[0], field="columns")
    twice = [field for field in columns.values() if list(columns.values()).count(field) > 1]
    if twice:
        raise Invalid(_("Two columns are to be read as the same. Choose one of them for “%s”.") % twice[0], field="columns")
    if NEEDED not in columns.values():
        raise Invalid(
            _("No column holds the names of the companies. Columns in the file: %s. Call one of them “Name”, or say which it is.")
            % ", ".join(headers[:12]),
            field="columns",
        )


def plan_file(cluster: Cluster, lines: Lines, *, headers: Sequence[str], columns: Mapping[str, str], today: date) -> list[Decision]:
    """Decide on every row of a file; rows that mean the same organisation as an earlier one are faulty."""
    setting = setting_of(cluster, today=today)
    rows = duplicates([_understood(number, cells, headers, columns, setting) for number, cells in lines])
    found = match_surely(cluster, rows)
    found |= match_alike(cluster, [row for row in rows if row.number not in found and not row.is_faulty])
    return _decided(cluster, rows, found, setting)


def plan_batch(run: ImportRun, batch: Sequence[ImportRow], *, today: date) -> list[Decision]:
    """Decide again on rows that were rehearsed; what was chosen then stands. Sure signs can find somebody else.

    So can likeness, but only those who came in since: two files of the same companies, rehearsed side by side, make each once.
    """
    setting = setting_of(run.cluster, today=today)
    rows = [_understood(row.number, row.cells, run.headers, run.columns, setting) for row in batch]
    chosen = {row.number: Match(row.organisation_id) for row in batch if row.organisation_id}
    found = match_surely(run.cluster, rows) | chosen
    settled = {row.number for row in batch if row.is_decided} | set(found)
    found |= _come_since(run, [row for row in rows if row.number not in settled and not row.is_faulty])
    return _decided(run.cluster, rows, found, setting)


def _come_since(run: ImportRun, rows: Sequence[Row]) -> dict[int, Match]:
    """Return matches by likeness among those whom somebody else has listed since the rehearsal."""
    ours = run.rows.filter(organisation__isnull=False).values("organisation")
    listed = Listing.objects.filter(cluster=run.cluster, listed_at__gte=run.rehearsed_at).exclude(organisation__in=ours)
    since = set(listed.values_list("organisation_id", flat=True))
    if not rows or not since:
        return {}
    return match_alike(run.cluster, rows, among=since)


def _understood(number: int, cells: Sequence[str], headers: Sequence[str], columns: Mapping[str, str], setting: Setting) -> Row:
    return understand(number, {columns[header]: cell for header, cell in zip(headers, cells, strict=False) if header in columns}, setting)


def _decided(cluster: Cluster, rows: Sequence[Row], found: Mapping[int, Match], setting: Setting) -> list[Decision]:
    known = known_organisations(cluster, {match.organisation_id for match in found.values() if match.organisation_id}, on_day=setting.today)
    holders = number_holders(cluster, rows)
    taken: dict[int, int] = {}
    decisions = []
    for row in rows:
        match = found.get(row.number, Match())
        checked = _checked(row, match, taken, holders)
        decision = decide(checked, known.get(match.organisation_id) if match.organisation_id else None, setting)
        if match.organisation_id and decision.outcome != Outcome.FAULTY:
            taken[match.organisation_id] = row.number
        decisions.append(replace(decision, candidates=match.candidates))
    return decisions


def _checked(row: Row, match: Match, taken: Mapping[int, int], holders: Mapping[int, int]) -> Row:
    """Return the row with what only the other rows and the register can tell about it."""
    if match.candidates:
        return row.with_problem(Problem("name", "which"))
    if match.organisation_id in taken:
        return row.with_problem(Problem("name", "same_organisation", str(taken[match.organisation_id])))
    holder = holders.get(row.member_no or 0)
    if holder and holder != match.organisation_id:
        return row.with_problem(Problem("member_no", "member_no_taken", str(row.member_no)))
    return row


def counts_of(outcomes: Sequence[str]) -> dict[str, int]:
    """Count rows by outcome, and in all."""
    return {"rows": len(outcomes), **{str(outcome): outcomes.count(outcome) for outcome in Outcome}}


def rows_of(run: ImportRun, *, outcome: str = "") -> QuerySet[ImportRow]:
    """Return the run's rows in the order of the file, of one outcome or all."""
    rows = run.rows.select_related("organisation").order_by("number")
    return rows.filter(outcome=outcome) if outcome else rows
