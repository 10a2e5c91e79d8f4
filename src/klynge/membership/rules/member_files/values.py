"""Read dates, numbers and sizes as people write them in lists."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from klynge.directory.rules.folding import fold

MONTHS = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
ENGLISH = {"may": 5, "oct": 10}
SPREADSHEET_ZERO = date(1899, 12, 30)
YES, NO = {"ja", "yes", "j", "y", "x", "true", "sand", "1"}, {"nej", "no", "n", "false", "falsk", "0", "-", ""}


def read_date(text: str) -> date | None:
    """Return the day in a text: ISO, Danish (31-12-2026, 31.12.26, 1. januar 2027), a spreadsheet's number, or a bare year; else None."""
    text = text.strip()
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", text):
        return _day(*map(int, match.groups()))
    if match := re.fullmatch(r"(\d{1,2})[-./ ]+(\d{1,2})[-./ ]+(\d{4}|\d{2})(?: \d.*)?", text):
        return _day(_century(match[3]), int(match[2]), int(match[1]))
    if match := re.fullmatch(r"(\d{1,2})\.? ?([a-zæøå]{3,})\.? (\d{4})", text.lower()):
        month = ENGLISH.get(match[2][:3]) or (MONTHS.index(match[2][:3]) + 1 if match[2][:3] in MONTHS else 0)
        return _day(int(match[3]), month, int(match[1]))
    if match := re.fullmatch(r"(\d{4})", text):
        return _day(int(text), 1, 1) if 1850 <= int(text) <= 2150 else None
    if match := re.fullmatch(r"(\d{5})(?:,\d+)?", text):
        return SPREADSHEET_ZERO + timedelta(days=int(match[1])) if 10_000 <= int(match[1]) <= 90_000 else None
    return None


def _century(year: str) -> int:
    return int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 70 else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_flag(text: str) -> bool | None:
    """Return yes or no, or None for anything else."""
    word = fold(text)
    return True if word in YES else False if word in NO else None


def read_number(text: str) -> Decimal | None:
    """Return a number with Danish or English marks; a lone mark before exactly three digits is for thousands. None for no number."""
    bare, factor = re.sub(r"[\s\u00a0’']", "", text.lower()), Decimal(1)
    if match := re.fullmatch(r"(.+?)(mio|mia|mill?|tkr)\.?(?:kr\.?|dkk|eur)?", bare):
        bare, factor = match[1], {"mia": Decimal(10**9), "tkr": Decimal(1000)}.get(match[2], Decimal(10**6))
    bare = re.sub(r"^(?:kr\.?|dkk|eur)|(?:kr\.?|,-|dkk|eur)$", "", bare)
    match = re.fullmatch(r"(-?\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?:[.,](\d+))?", bare) or re.fullmatch(r"(-?\d+)()(?:[.,](\d+))?", bare)
    if match is None or len(bare) > 24:
        return None
    return Decimal(re.sub(r"[.,]", "", match[1]) + f".{match[3] or 0}") * factor


def read_size(text: str, *, parts: int = 1) -> tuple[int, int | None] | None:
    """Return a size as (low, high), no high when open above, in units of 1/``parts``; None when it is no size.

    Reads 12 · 12,5 · 10-19 · 200+ · over 200 · under 10 · ANTAL_10_19 · 200 eller flere.
    """
    said = (
        re.sub(r"(ansatte?|medarbejdere?|employees?|personer|fte|aarsvaerk|ca\.?|antal|approx\.?)", "", fold(text))
        .strip(" .")
        .removeprefix("_")
    )
    if match := re.fullmatch(r"([\d.,]+)\s*(?:\+|og derover|eller flere|or more|and over|_)", said):
        return _interval(match[1], None, parts)
    if match := re.fullmatch(r"(?:>=|≥|mindst|min\.?)\s*([\d.,]+)\+?", said):
        return _interval(match[1], None, parts)
    if match := re.fullmatch(r"(?:>|over|mere end|more than)\s*([\d.,]+)", said):
        low = _units(match[1], parts)
        return None if low is None else (low + 1, None)
    if match := re.fullmatch(r"(?:<|under|faerre end|less than|fewer than)\s*([\d.,]+)", said):
        high = _units(match[1], parts)
        return None if not high else (0, high - 1)
    if match := re.fullmatch(r"([\d.,]+)\s*(?:-|–|—|_|til|to)\s*([\d.,]+)", said):
        return _interval(match[1], None if match[2] == "999999" else match[2], parts)
    number = _units(said, parts)
    return None if number is None else (number, number)


def _interval(low: str, high: str | None, parts: int) -> tuple[int, int | None] | None:
    first, last = _units(low, parts), None if high is None else _units(high, parts)
    return None if first is None or (high is not None and last is None) else (first, last)


def _units(text: str, parts: int) -> int | None:
    number = read_number(text)
    if number is None or (number * parts) % 1:
        return None
    return int(number * parts)
