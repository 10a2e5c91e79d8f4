"""Published schedules in one file: a row for each step. The format is described in docs/guide/en/schedule-import.md."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from klynge.core.money import parse_minor
from klynge.membership.rules.schedule import UNITS, Band, Component, Schedule

NEEDED = ("schedule_id", "organisation", "basis", "min_incl", "max_incl", "amount", "currency")
MILLION = 1_000_000
CURRENCIES = {"DK": "DKK", "NO": "NOK", "SE": "SEK", "DE": "EUR", "CZ": "CZK"}  # where the rows are hours
BASES = (("payroll", "payroll"), ("headcount", "headcount"), ("fte", "fte"), ("full-time", "fte"), ("årsverk", "fte"), ("members", "members"),
         ("turnover", "turnover"))  # fmt: skip
MONEY = ("payroll", "turnover", "balance")
YOUNG = re.compile(r"CVR\D*(\d+) år", re.IGNORECASE)
PUBLISHED = re.compile(r"only steps ([\d, and]+) are published")
Row = Mapping[str, str]


class Fault(NamedTuple):
    """What can't be read: the row as counted in the file (the headings are row 1), the column, and why."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Imported:
    """One schedule of a file."""

    code: str
    name: str
    source: str
    schedule: Schedule
    assumption: Mapping[str, str] = field(default_factory=dict)


def rows_of(text: str) -> list[dict[str, str]]:
    """Split a file with headings into rows; comma or semicolon."""
    first = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    return [{(name or "").strip(): (value or "").strip() for name, value in row.items() if isinstance(value, str)} for row in reader]


def read_rows(rows: Sequence[Row]) -> tuple[list[Imported], list[Fault]]:
    """Build a schedule from the rows of each ``schedule_id``, and list what can't be read."""
    if not rows:
        return [], [Fault(1, "schedule_id", "the file has no rows")]
    if missing := [name for name in NEEDED if name not in rows[0]]:
        return [], [Fault(1, name, "this column is missing") for name in missing]
    numbered = [(number, row) for number, row in enumerate(rows, 2)]
    faults = [fault for number, row in numbered for fault in _faults(number, row)]
    if faults:
        return [], faults
    ordered = sorted(numbered, key=lambda each: each[1]["schedule_id"])
    groups = [(code, [row for _, row in group]) for code, group in groupby(ordered, key=lambda each: each[1]["schedule_id"])]
    return [_imported(code, group) for code, group in groups], []


def _faults(number: int, row: Row) -> Iterable[Fault]:
    code = row.get("schedule_id", "")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,60}", code):
        yield Fault(number, "schedule_id", f"{code!r} must be 1 to 60 letters, digits, - or _")
    for column in ("min_incl", "max_incl"):
        if row.get(column) and not row[column].isdecimal():
            yield Fault(number, column, f"{row[column]!r} is not a whole number")
    low, high = row.get("min_incl", ""), row.get("max_incl", "")
    if low.isdecimal() and high.isdecimal() and int(high) < int(low):
        yield Fault(number, "max_incl", f"{high} is below min_incl, {low}")
    for column in ("amount", "printed_incl"):
        if column == "amount" or row.get(column):
            yield from _amount_faults(number, column, row.get(column, ""))
    if not re.fullmatch(r"[A-Z]{3}|hours", row.get("currency", "")):
        yield Fault(number, "currency", f"{row.get('currency')!r} is neither a currency, like DKK, nor hours")


def _amount_faults(number: int, column: str, text: str) -> Iterable[Fault]:
    try:
        if parse_minor(text) < 0:
            yield Fault(number, column, f"{text} is negative")
    except ValueError:
        yield Fault(number, column, f"{text!r} is not an amount")


def _imported(code: str, rows: list[Row]) -> Imported:
    first = rows[0]
    currency = next((row["currency"] for row in rows if row["currency"] != "hours"), CURRENCIES.get(first.get("country", ""), "DKK"))
    kind = first.get("membership_type", "")
    is_assumed = any(_is_assumed(row) for row in rows)
    note = " ".join(filter(None, [first.get("source_url", ""), first.get("certainty", "")])) if is_assumed else ""
    return Imported(
        code=code,
        name=(f"{first['organisation']}: {kind}" if kind else first["organisation"])[:160],
        source=first.get("source_url", "")[:300],
        assumption={"en": note, "da": note} if note else {},
        schedule=Schedule(
            code=code,
            currency=currency,
            is_vat_included=first.get("vat", "").lower().startswith("incl"),
            components=tuple(_components(rows, currency)),
        ),
    )


def _components(rows: list[Row], currency: str) -> Iterable[Component]:
    """Make one part for each unit of account, so that a schedule in two currencies shows as such."""
    for unit in dict.fromkeys(row["currency"] for row in rows):
        own = [row for row in rows if row["currency"] == unit]
        metric = _metric(own[0]["basis"])
        is_sized = any(row["min_incl"] or row["max_incl"] for row in own)
        method = "hours" if unit == "hours" else "band" if is_sized else "flat"
        if "per network group" in own[0].get("membership_type", ""):
            method = "per_group"
        parameters: dict[str, object] = {} if unit in (currency, "hours") else {"currency": unit}
        if method == "flat" and len(own) == 1:
            yield Component("fee", "flat", _label(own[0]), parameters={**parameters, "amount_minor": parse_minor(own[0]["amount"])})
            continue
        code = "hours" if unit == "hours" else "fee" if unit == currency else f"fee-{unit.lower()}"
        label = {"en": own[0]["basis"], "da": own[0]["basis"]}
        yield Component(code, method, label, metrics=(metric,) if is_sized else (), parameters=parameters, bands=_bands(own, metric))


def _metric(basis: str) -> str:
    """Take the metric that the basis names first; headcount when it names none."""
    found = [(basis.lower().find(word), metric) for word, metric in BASES if word in basis.lower()]
    return min(found)[1] if found else "headcount"


def _bands(rows: list[Row], metric: str) -> tuple[Band, ...]:
    unit = MILLION if metric in MONEY and "million" in rows[0]["basis"].lower() else UNITS.get(metric, 1)
    starts = {int(row["min_incl"]) for row in rows if row["min_incl"] and row["min_incl"] != row["max_incl"]}
    return tuple(_band(position, row, unit, starts) for position, row in enumerate(rows, 1))


def _band(position: int, row: Row, unit: int, starts: set[int]) -> Band:
    is_hours, amount = row["currency"] == "hours", row["amount"]
    return Band(
        position,
        low=int(row["min_incl"] or 0) * unit,
        high=_high(row["max_incl"], unit, starts),
        amount_minor=0 if is_hours else parse_minor(amount),
        hours=parse_minor(amount) // 100 if is_hours else 0,
        label=_label(row),
        printed_gross_minor=parse_minor(row["printed_incl"]) if row.get("printed_incl") else None,
        predicate={} if row["min_incl"] or row["max_incl"] else _predicate(row),
        is_assumption=_is_assumed(row),
    )


def _high(text: str, unit: int, starts: set[int]) -> int | None:
    """Return the first size above: the next whole unit, unless the next category starts at the last one itself."""
    if not text:
        return None
    last = int(text)
    return last * unit + 1 if last in starts and unit > 1 else (last + 1) * unit


def _label(row: Row) -> dict[str, str]:
    text = row.get("label_original") or row.get("membership_type") or row["organisation"]
    return {"da": text, "en": text}


def _predicate(row: Row) -> dict[str, object]:
    """Read who a category without sizes is for: young companies by their registration, else a membership type of that name."""
    text = row.get("label_original", "")
    if young := YOUNG.search(text):
        return {"max_age_years": int(young[1]), "age_by": "calendar"}
    return {"kinds": [re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:20] or "other"]}


def _is_assumed(row: Row) -> bool:
    """Say whether the step is assumed; "only steps 1 and 8 are published" leaves these two out."""
    certainty = row.get("certainty", "")
    published = PUBLISHED.search(certainty)
    return certainty.startswith("assumption") and row.get("step", "") not in (re.findall(r"\d+", published[1]) if published else [])
