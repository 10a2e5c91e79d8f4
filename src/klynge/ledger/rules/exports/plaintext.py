"""The journal for beancount and hledger, whose own checkers then go through our books.

Source: the syntax of beancount 3 and of hledger 1.25, each tried with its checker in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

ROOTS = {"asset": "Assets", "liability": "Liabilities", "income": "Income", "expense": "Expenses"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One transaction: legs are (account code, kind, minor units, currency), debits above zero."""

    day: date
    reference: str
    text: str
    legs: tuple[tuple[str, str, int, str], ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """What stood in an account before the first day: minor units, debits above zero."""

    code: str
    kind: str
    minor: int
    currency: str


def account_name(code: str, kind: str) -> str:
    """Return the account as both programs write it: ``receivable:organisation:7`` is ``Assets:Receivable:Organisation:N7``."""
    parts = [re.sub(r"[^A-Za-z0-9-]", "-", part) for part in code.split(":")]
    if parts[0] == kind:
        parts = parts[1:]  # income:dues stands under Income already
    named = [part[:1].upper() + part[1:] if part[:1].isalpha() else f"N{part}" for part in parts] or ["Other"]
    return ":".join([ROOTS[kind], *named])


def beancount(entries: Iterable[Entry], *, openings: Iterable[Opening], first: date, end: date, title: str) -> Iterator[str]:
    """Yield the lines of a beancount file; it asserts every closing balance on the day ``end``."""
    yield f'option "title" "{_quoted(title)}"'
    yield from _beancount_body(entries, list(openings), first, end)


def _beancount_body(entries: Iterable[Entry], openings: list[Opening], first: date, end: date) -> Iterator[str]:
    day_before, balances, opened = first - timedelta(days=1), {}, set()  # type: ignore[var-annotated]
    for opening in openings:
        name = account_name(opening.code, opening.kind)
        opened.add(name)
        balances[name, opening.currency] = opening.minor
        yield f"{day_before} open {name}"
    if any(opening.minor for opening in openings):
        yield from ["", f"{day_before} open Equity:Opening", f'{day_before} * "Opening balances"']
        yield from (f"  {account_name(o.code, o.kind)}  {amount(o.minor)} {o.currency}" for o in openings if o.minor)
        yield from (f"  Equity:Opening  {amount(-minor)} {currency}" for currency, minor in _sums(openings).items())
    for entry in entries:
        lines = []
        for code, kind, minor, currency in entry.legs:
            if (name := account_name(code, kind)) not in opened:
                opened.add(name)
                yield f"{first} open {name}"
            balances[name, currency] = balances.get((name, currency), 0) + minor
            lines.append(f"  {name}  {amount(minor)} {currency}")
        yield from ["", f'{entry.day} * "{_quoted(entry.text)}"', f'  reference: "{_quoted(entry.reference)}"', *lines]
    yield ""
    yield from (f"{end} balance {name}  {amount(minor)} {currency}" for (name, currency), minor in sorted(balances.items()))


def hledger(entries: Iterable[Entry], *, openings: Iterable[Opening], first: date, end: date, title: str) -> Iterator[str]:
    """Yield the lines of a journal that ``hledger check --strict`` accepts; the last transaction asserts every closing balance."""
    starts, balances = list(openings), {}  # type: ignore[var-annotated]
    declared: set[str] = set()
    yield f"; {' '.join(title.split())}"
    for opening in starts:
        yield from _declared(account_name(opening.code, opening.kind), opening.currency, declared)
    if any(opening.minor for opening in starts):
        yield from [*_declared("Equity:Opening", starts[0].currency, declared), "", f"{first - timedelta(days=1)} * Opening balances"]
        yield from (f"    {account_name(o.code, o.kind)}  {amount(o.minor)} {o.currency}" for o in starts if o.minor)
        yield from (f"    Equity:Opening  {amount(-minor)} {currency}" for currency, minor in _sums(starts).items())
        balances = {(account_name(o.code, o.kind), o.currency): o.minor for o in starts}
    for entry in entries:
        lines = []
        for code, kind, minor, currency in entry.legs:
            name = account_name(code, kind)
            yield from _declared(name, currency, declared)
            balances[name, currency] = balances.get((name, currency), 0) + minor
            lines.append(f"    {name}  {amount(minor)} {currency}")
        yield from ["", f"{entry.day} * ({_plain(entry.reference)}) {_plain(entry.text)}", *lines]
    if balances:
        yield from ["", f"{end} * Closing balances"]
        yield from (f"    {name}  0.00 {currency} = {amount(minor)} {currency}" for (name, currency), minor in sorted(balances.items()))


def amount(minor: int) -> str:
    """Return minor units as both programs read them: ``-1250.05``."""
    return f"{Decimal(minor).scaleb(-2):.2f}"


def _declared(name: str, currency: str, declared: set[str]) -> Iterator[str]:
    if currency not in declared:
        declared.add(currency)
        yield f"commodity 1000.00 {currency}"
    if name not in declared:
        declared.add(name)
        yield f"account {name}"


def _sums(openings: Iterable[Opening]) -> Mapping[str, int]:
    sums: dict[str, int] = {}
    for opening in openings:
        sums[opening.currency] = sums.get(opening.currency, 0) + opening.minor
    return {currency: minor for currency, minor in sums.items() if minor}


def _quoted(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')


def _plain(text: str) -> str:
    return " ".join(text.translate(str.maketrans("();|", "[],/")).split())
