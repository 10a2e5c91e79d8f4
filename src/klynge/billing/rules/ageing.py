"""How old a debt is, and in which month its money can be expected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# The first and the last day after the due day, of each bucket; none: no limit.
BUCKETS: dict[str, tuple[int | None, int | None]] = {
    "not_due": (None, 0),
    "to_30": (1, 30),
    "to_60": (31, 60),
    "to_90": (61, 90),
    "over_90": (91, None),
}
FEWEST = 20  # payments, before their median says anything
MONTHS = 12


@dataclass(frozen=True, slots=True)
class MonthsAhead:
    """What is expected in each month from the day's own on, and what only after those, in minor units."""

    months: tuple[tuple[date, int], ...]  # the first of the month; without gaps
    later_minor: int


def bucket_of(due_on: date, *, on: date) -> str:
    """Return the key of BUCKETS for what was due on a day."""
    days = (on - due_on).days
    return next(key for key, (first, last) in BUCKETS.items() if (first is None or days >= first) and (last is None or days <= last))


def expected_on(due_on: date, *, on: date, days_late: int) -> date:
    """Return the day when the money can be expected: the due day and the usual delay, but never a day that is over."""
    delay = min(timedelta(days=days_late), date.max - due_on)
    return max(due_on + delay, on)


def by_month(dues: Iterable[tuple[date, int]], *, on: date, days_late: int = 0) -> MonthsAhead:
    """Sum (due day, minor units) by the month in which each is expected; at most MONTHS of them, and only as many as hold something."""
    sums: dict[date, int] = {}
    for due_on, minor in dues:
        month = expected_on(due_on, on=on, days_late=days_late).replace(day=1)
        sums[month] = sums.get(month, 0) + minor
    if not sums:
        return MonthsAhead((), 0)
    shown = [month for month in _months_from(on) if month <= max(sums)]
    return MonthsAhead(
        tuple((month, sums.get(month, 0)) for month in shown), sum(sums.values()) - sum(sums.get(month, 0) for month in shown)
    )


def _months_from(on: date) -> list[date]:
    numbers = range(on.year * 12 + on.month - 1, min(on.year * 12 + on.month - 1 + MONTHS, 10_000 * 12))
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]
