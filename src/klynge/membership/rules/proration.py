"""What part of the year somebody pays who joins during it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from klynge.core.clock import add_months
from klynge.membership.rules.schedule import Schedule

NONE, MONTH, QUARTER, HALF, STEPS = "none", "month", "quarter", "half", "steps"
MONTHS_PER = {MONTH: 1, QUARTER: 3}


class Part(NamedTuple):
    """The fraction of the year's fee for who joins on this day or later."""

    from_on: date
    numerator: int
    denominator: int


def parts(schedule: Schedule, term_start: date, term_end: date) -> tuple[Part, ...]:
    """Return the dated fractions of the term in order; before the first one it is the full year."""
    if schedule.proration in MONTHS_PER:
        each, whole = MONTHS_PER[schedule.proration], _months(term_start, term_end)
        count = -(-whole // each)
        return tuple(Part(add_months(term_start, each * done), count - done, count) for done in range(1, count))
    if schedule.proration == HALF:
        return (Part(max(add_months(term_end, -6) + timedelta(days=1), term_start + timedelta(days=1)), 1, 2),)
    if schedule.proration == STEPS:
        dated = [Part(_day(s.from_month, s.from_day, term_start), s.numerator, s.denominator) for s in schedule.proration_steps]
        return tuple(sorted(part for part in dated if part.from_on < term_end))
    return ()


def part(schedule: Schedule, joined_on: date | None, term_start: date, term_end: date) -> Part:
    """Return the fraction of the year's fee to be paid for the term; 1/1 for who joined before it."""
    full = Part(term_start, 1, 1)
    if joined_on is None or joined_on < term_start:
        return full
    return max((each for each in parts(schedule, term_start, term_end) if each.from_on <= joined_on), default=full)


def also_next_year(schedule: Schedule, joined_on: date | None, term_start: date, term_end: date) -> bool:
    """Say whether somebody who joins this late in the term pays the next year at once."""
    opens = _next_year_from(schedule, term_start)
    return opens is not None and joined_on is not None and opens <= joined_on < term_end


def cuts(schedule: Schedule, term_start: date, term_end: date) -> list[date]:
    """Return the days of the term from which joining comes to something else."""
    opens = _next_year_from(schedule, term_start)
    return [each.from_on for each in parts(schedule, term_start, term_end)] + ([opens] if opens else [])


def _next_year_from(schedule: Schedule, term_start: date) -> date | None:
    if not schedule.bills_next_year_from:
        return None
    month, day = schedule.bills_next_year_from.split("-")
    return _day(int(month), int(day), term_start)


def _day(month: int, day: int, term_start: date) -> date:
    """Place a month-day in the membership year that begins on ``term_start``."""
    year = term_start.year if (month, day) >= (term_start.month, term_start.day) else term_start.year + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


def _months(term_start: date, term_end: date) -> int:
    return (term_end.year - term_start.year) * 12 + term_end.month - term_start.month
