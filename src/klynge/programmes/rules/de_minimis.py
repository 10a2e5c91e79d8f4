"""De minimis aid: how much a single undertaking may get in any rolling span of years; whole cents of euro.

Source: Regulation (EU) 2023/2831 article 3 (300,000 EUR in any period of three years, from 1 January 2024); before it Regulation (EU)
No 1407/2013 (200,000 EUR, three fiscal years). Aid counts from the day on which the right to it is given, not from when it is paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most that may be given within ``years``, for what is granted from a day on."""

    from_on: date
    cents: int
    years: int


CEILINGS = (Ceiling(date(2014, 1, 1), 200_000_00, 3), Ceiling(date(2024, 1, 1), 300_000_00, 3))


def ceiling_on(day: date) -> Ceiling:
    """Return what holds on the day. Raises: LookupError before the first."""
    found = [each for each in CEILINGS if each.from_on <= day]
    if not found:
        raise LookupError(f"No ceiling is known for {day}.")
    return found[-1]


def window_start(day: date, years: int) -> date:
    """Return the first day of the span that ends with the day: 8 March 2024 for three years up to 7 March 2027."""
    try:
        start = day.replace(year=day.year - years)
    except ValueError:  # 29 February
        start = date(day.year - years, 2, 28)
    return date.fromordinal(start.toordinal() + 1)


def room_left(aid: Sequence[tuple[date, int]], *, on: date) -> int:
    """Return how many cents may still be granted on the day, given all aid to the whole undertaking as (day, cents); below 0 when it is too much already.

    Aid that was promised for later days counts against those days: a grant today must fit into every span that it falls into.
    """
    ceiling = ceiling_on(on)
    ends = sorted({on, *(day for day, _cents in aid if on < day and window_start(day, ceiling.years) <= on)})
    sums = [sum(cents for day, cents in aid if window_start(end, ceiling.years) <= day <= end) for end in ends]
    return ceiling.cents - max(sums)


def cents_of(ore: int, *, ore_per_euro: int) -> int:
    """Return an amount in øre as cents of euro, rounded up: never less aid than was given. Raises: ValueError for a rate of nothing."""
    if ore_per_euro <= 0:
        raise ValueError("The rate must be above zero.")
    return -(-ore * 100 // ore_per_euro)
