"""Payment in parts: how an amount is divided, and whether the parts came in time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from klynge.core.money import share

FEWEST, MOST = 2, 24


class PlanState(Enum):
    """Where an agreement stands on a day."""

    KEPT = "kept"  # every part that is due was paid
    MISSED = "missed"  # a part that was due was not paid in full
    PAID = "paid"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its last day and minor units."""

    due_on: date
    minor: int


def parts_of(minor: int, days: Sequence[date]) -> list[Part]:
    """Divide the amount over the days in equal parts; what does not divide goes to the first ones. Raises: ValueError for too few or too many."""
    if not FEWEST <= len(days) <= MOST or len(set(days)) != len(days) or minor < len(days):
        raise ValueError(f"{minor} can't be paid on {len(days)} days.")
    return [Part(day, share) for day, share in zip(sorted(days), share(minor, [1] * len(days)), strict=True)]


def monthly(first: date, count: int) -> list[date]:
    """Return the same day of ``count`` months, or the month's last where it has no such day."""
    months = [(first.year + number // 12, number % 12 + 1) for number in range(first.month - 1, first.month - 1 + count)]
    return [date(year, month, min(first.day, monthrange(year, month)[1])) for year, month in months]


def missed_minor(parts: Sequence[Part], *, paid_minor: int, on: date) -> int:
    """Return what should have come before the day and did not; a part may come on its own last day."""
    return max(0, sum(part.minor for part in parts if part.due_on < on) - paid_minor)


def state_of(parts: Sequence[Part], *, paid_minor: int, on: date, is_ended: bool = False) -> PlanState:
    """Return where the agreement stands; ``paid_minor`` is what has come since it was made."""
    if paid_minor >= sum(part.minor for part in parts):
        return PlanState.PAID
    if is_ended:
        return PlanState.ENDED
    return PlanState.MISSED if missed_minor(parts, paid_minor=paid_minor, on=on) else PlanState.KEPT
