"""The CSV files that Danish banks and MobilePay hand out, told apart by their headings.

Source: headings of Danske Bank, Nordea, the Bankdata banks (Jyske Bank, Sydbank, ...), Lån & Spar and MobilePay.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date
from io import StringIO

from .lines import Heading, Line, Unreadable, minor_of, plain, reference_of

DAY = ("bogføringsdato", "bogført dato", "dato", "date")
AMOUNT = ("beløb", "amount")
BALANCE = ("saldo", "balance")
TEXT = ("tekst", "beskrivelse", "message", "besked", "kategori", "underkategori")
NAME = ("navn", "user name")
REFERENCE = ("transfer reference", "payment transaction id", "reference", "arkivreference")
CURRENCY = ("valuta", "currency")
WAITING = ("reserveret", "venter", "pending")
MOST_ROWS = 200_000


def read_csv(content: bytes, *, currency: str) -> Iterator[Heading | Line]:
    """Yield one heading and the lines, oldest first. Raises: Unreadable, with the line of the file."""
    rows = list(csv.reader(StringIO(_decoded(content), newline=""), delimiter=_delimiter(content)))
    if len(rows) > MOST_ROWS:
        raise Unreadable("too_long", value=str(len(rows)))
    place = _headings(rows)
    columns = [name.strip().lower() for name in rows[place]]
    booked = [
        (_line(number, columns, row, currency), _balance(number, columns, row))
        for number, row in enumerate(rows[place + 1 :], place + 2)
        if any(cell.strip() for cell in row) and not _is_waiting(columns, row)
    ]
    if len(booked) > 1 and booked[0][0].booked_on > booked[-1][0].booked_on:
        booked.reverse()
    yield _heading(booked, currency)
    yield from (line for line, _balance in booked if line.amount_minor)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable("encoding")


def _delimiter(content: bytes) -> str:
    first = content.partition(b"\n")[0]
    return ";" if first.count(b";") >= first.count(b",") else ","


def _headings(rows: Sequence[Sequence[str]]) -> int:
    for place, row in enumerate(rows[:20]):
        names = {cell.strip().lower() for cell in row}
        if names & set(DAY) and names & set(AMOUNT):
            return place
    raise Unreadable("headings", value="; ".join(rows[0]) if rows else "")


def _cell(columns: Sequence[str], row: Sequence[str], names: Sequence[str]) -> str:
    return next((row[columns.index(name)].strip() for name in names if name in columns and columns.index(name) < len(row) and row[columns.index(name)].strip()), "")  # fmt: skip


def _is_waiting(columns: Sequence[str], row: Sequence[str]) -> bool:
    """Money that is only held back is not booked yet, and comes again when it is."""
    status = row[columns.index("status")].strip().lower() if "status" in columns and columns.index("status") < len(row) else ""
    return _cell(columns, row, DAY).lower() in WAITING or status in WAITING


def _line(number: int, columns: Sequence[str], row: Sequence[str], currency: str) -> Line:
    words = " ".join(filter(None, (_cell(columns, row, [name]) for name in TEXT)))
    kind, reference = find_reference(words)
    return Line(
        booked_on=_day(number, _cell(columns, row, DAY)), amount_minor=_minor(number, _cell(columns, row, AMOUNT)),
        currency=(_cell(columns, row, CURRENCY) or currency)[:3].upper(), reference_kind=kind, reference=reference, text=plain(words, 1000),
        payer_name=plain(_cell(columns, row, NAME), 140), bank_reference=plain(_bank_reference(columns, row), 80),
    )  # fmt: skip


def _bank_reference(columns: Sequence[str], row: Sequence[str]) -> str:
    """Of a MobilePay row: its own id, since the transfer names a whole day. The balance after it tells two rows of a bank apart."""
    if "payment transaction id" in columns:
        return _cell(columns, row, ["payment transaction id"])
    return _cell(columns, row, REFERENCE) or _cell(columns, row, BALANCE)


def find_reference(words: str) -> tuple[str, str]:
    """Find a payment slip's id in the words: after its card type, or fifteen digits by themselves."""
    if found := re.search(r"\+?\b7[15][<#/ ]+\d{15,16}", words):
        return reference_of(found[0].replace(" ", "/", 1) if " " in found[0] else found[0])
    if found := re.search(r"(?<!\d)\d{15}(?!\d)", words):
        return reference_of(found[0])
    if found := re.search(r"\bRF\d{2}[ 0-9A-Z]{1,27}", words):
        return reference_of(found[0])
    return "", ""


def _day(number: int, text: str) -> date:
    found = re.fullmatch(r"(\d{1,2})[.\-/](\d{1,2})[.\-/](\d{4})", text) or re.fullmatch(r"(\d{4})[.\-/](\d{1,2})[.\-/](\d{1,2})", text)
    try:
        if found and len(found[1]) == 4:
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    raise Unreadable("day", line=number, value=text)


def _minor(number: int, text: str) -> int:
    bare = re.sub(r"[\s\u00a0]|kr\.?|DKK", "", text, flags=re.IGNORECASE).replace("\u2212", "-")
    if bare.endswith("-"):
        bare = f"-{bare[:-1]}"
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?|-?\d+(,\d+)?", bare):
        return minor_of(bare.replace(".", "").replace(",", "."), line=number)
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+\.\d+|-?\d+\.\d{1,2}", bare):
        return minor_of(bare.replace(",", ""), line=number)
    raise Unreadable("amount", line=number, value=text)


def _balance(number: int, columns: Sequence[str], row: Sequence[str]) -> int | None:
    text = _cell(columns, row, BALANCE)
    return _minor(number, text) if text else None


def _heading(booked: Sequence[tuple[Line, int | None]], currency: str) -> Heading:
    """The balances stand after each row, so the first row tells what was there before."""
    if not booked or booked[0][1] is None or booked[-1][1] is None:
        return Heading(currency=booked[0][0].currency if booked else currency)
    first, after = booked[0]
    return Heading(currency=first.currency, opening_minor=(after or 0) - first.amount_minor, closing_minor=booked[-1][1])
