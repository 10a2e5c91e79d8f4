"""Interest on late payment of business claims.

Source: the Danish Interest Act (renteloven) sections 3 and 5: from the due day, when it was fixed in advance, at the lending rate of Danmarks
Nationalbank on 1 January and 1 July plus eight percentage points a year. The law is silent on the count of days, so that is the cluster's own choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction

from klynge.core.money import round_half_up

ON_TOP_BP = 800  # eight percentage points, in basis points


class DayCount(Enum):
    """How days become a share of a year."""

    THIRTY_360 = "30/360"
    ACTUAL_365 = "actual/365"


class RateUnknown(Exception):
    """There is no reference rate for a half-year that interest is asked for; ``half_year`` is its first day."""

    def __init__(self, half_year: date) -> None:
        super().__init__(f"no reference rate from {half_year}")
        self.half_year = half_year


@dataclass(frozen=True, slots=True)
class Owed:
    """What was open from a day on, in minor units; in force until the next one."""

    from_on: date
    minor: int


def half_year_of(day: date) -> date:
    """Return the first day of the half-year in which the day lies: the day whose reference rate holds."""
    return date(day.year, 1 if day.month < 7 else 7, 1)


def interest_minor(owed: Sequence[Owed], *, due_on: date, until: date, rates: Mapping[date, int], count: DayCount) -> int:
    """Return the interest on what was open after the due day and before ``until``, in minor units, rounded once, half-up.

    ``rates`` gives the lending rate of each half-year by its first day, in basis points. Raises: RateUnknown for a half-year without one.
    """
    total = Fraction(0)
    for first, end, minor in _spans(owed, due_on + timedelta(days=1), until):
        for half_first, half_end in _half_years(first, end):
            start = half_year_of(half_first)
            if start not in rates:
                raise RateUnknown(start)
            total += minor * Fraction(rates[start] + ON_TOP_BP, 10_000) * _share_of_year(half_first, half_end, count)
    return round_half_up(total)


def _spans(owed: Sequence[Owed], first: date, end: date) -> Iterable[tuple[date, date, int]]:
    steps = sorted(owed, key=lambda one: one.from_on)
    for number, one in enumerate(steps):
        last = steps[number + 1].from_on if number + 1 < len(steps) else end
        start, stop = max(one.from_on, first), min(last, end)
        if start < stop and one.minor > 0:
            yield start, stop, one.minor


def _half_years(first: date, end: date) -> Iterable[tuple[date, date]]:
    while first < end:
        start = half_year_of(first)
        following = date(start.year, 7, 1) if start.month == 1 else date(start.year + 1, 1, 1)
        yield first, min(end, following)
        first = following


def _share_of_year(first: date, end: date, count: DayCount) -> Fraction:
    if count is DayCount.ACTUAL_365:
        return Fraction((end - first).days, 365)
    return Fraction(_days_360(end) - _days_360(first), 360)


def _days_360(day: date) -> int:
    return day.year * 360 + (day.month - 1) * 30 + min(day.day, 30) - 1
