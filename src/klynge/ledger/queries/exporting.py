"""The books of some days as a file for another program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

from klynge.access.models import Cluster
from klynge.core.cells import safe_cell
from klynge.ledger.rules import chart
from klynge.ledger.rules.exports import plaintext, tables

from .balances import trial_balance
from .charting import chart_numbers
from .journal import journal

FORMATS = {"beancount": "beancount", "hledger": "journal", "csv": "csv", "economic": "json"}  # format: how the file's name ends


def export_lines(cluster: Cluster, *, first: date, end: date, form: str, language: str = "da", journal_number: int = 1) -> Iterator[str]:
    """Yield the lines of the journal from ``first`` until before ``end`` in one of FORMATS; the same days give the same lines again.

    ``journal_number`` is e-conomic's own number of the journal that takes the entries.
    """
    entries = _entries(cluster, first, end)
    if form in ("csv", "economic"):
        numbers = chart_numbers(cluster)
        yield from _table(entries, numbers, form, language, journal_number)
        return
    write = {"beancount": plaintext.beancount, "hledger": plaintext.hledger}[form]
    title = f"{cluster.legal_name} {first} - {end - timedelta(days=1)}"
    yield from write(entries, openings=_openings(cluster, first), first=first, end=end, title=title)


def _table(entries: Iterator[plaintext.Entry], numbers: dict[str, str], form: str, language: str, journal_number: int) -> Iterator[str]:
    def number_of(code: str) -> str:
        return numbers[chart.family_of(code)]

    if form == "economic":
        yield from tables.draft_entries(entries, number_of=number_of, journal=journal_number)
        return
    for row in tables.journal_rows(entries, number_of=number_of, name_of=lambda code: chart.names_of(code)[language]):
        line = io.StringIO()
        csv.writer(line, delimiter=";", lineterminator="").writerow([safe_cell(cell) for cell in row])
        yield line.getvalue()


def _entries(cluster: Cluster, first: date, end: date) -> Iterator[plaintext.Entry]:
    for entry in journal(cluster, first=first, end=end):
        legs = tuple((leg.code, leg.kind, leg.minor, leg.currency) for leg in entry.legs)
        yield plaintext.Entry(entry.effective_on, entry.reference, entry.text, legs)


def _openings(cluster: Cluster, first: date) -> list[plaintext.Opening]:
    before = trial_balance(cluster, on=first - timedelta(days=1))
    return [
        plaintext.Opening(a.code, a.kind, a.debit_minor - a.credit_minor, cluster.currency)
        for a in before
        if a.debit_minor or a.credit_minor
    ]
