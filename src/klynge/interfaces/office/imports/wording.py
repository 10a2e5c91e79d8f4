"""Rows of a member file as a page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from klynge.membership.models import ImportRow, ImportRun, RowOutcome
from klynge.membership.queries.import_wording import candidate_names, field_name, row_words

TONES = {RowOutcome.NEW: "good", RowOutcome.UPDATE: "accent", RowOutcome.UNCHANGED: "neutral", RowOutcome.FAULTY: "bad"}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row: what the file calls it, what becomes of it, what is to be said, and what may be answered."""

    number: int
    name: str
    outcome: str
    tone: str
    said: list[tuple[str, bool]]
    changed: list[str]
    candidates: list[tuple[int, str]]


def shown_rows(run: ImportRun, rows: Iterable[ImportRow]) -> list[ShownRow]:
    """Return the rows in words."""
    rows = list(rows)
    names = candidate_names(rows)
    place = next((place for place, header in enumerate(run.headers) if run.columns.get(header) == "name"), 0)
    return [_shown(row, run, place, names) for row in rows]


def _shown(row: ImportRow, run: ImportRun, place: int, names: dict[int, str]) -> ShownRow:
    is_open = row.outcome == RowOutcome.FAULTY and not row.is_decided
    return ShownRow(
        number=row.number,
        name=row.cells[place] if place < len(row.cells) else "",
        outcome=str(RowOutcome(row.outcome).label),
        tone=TONES[RowOutcome(row.outcome)],
        said=row_words(row, run),
        changed=list(dict.fromkeys(field_name(field) for field in row.changed)),
        candidates=[(pk, names[pk]) for pk in row.candidates if pk in names] if is_open else [],
    )
