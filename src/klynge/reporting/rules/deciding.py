"""What a board asks of a projection: where it breaks even, what it hangs on, and when the money comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from klynge.core.money import WHOLE_BP

from .projection import Assumptions, Category, Year, project

MONTHS = 12


@dataclass(frozen=True, slots=True)
class BreakEven:
    """What would make a year pay for itself; None where nothing would."""

    members: Fraction | None
    fee_factor: Fraction | None  # 3/2: every fee half as high again, if nobody left for it


@dataclass(frozen=True, slots=True)
class Swing:
    """How far the dues of the last year move when one assumption does."""

    name: str  # a field of Assumptions
    low: int  # what is assumed instead
    high: int
    low_minor: Fraction  # dues of the last year then
    high_minor: Fraction

    @property
    def width_minor(self) -> Fraction:
        """Return how far apart the two are."""
        return abs(self.high_minor - self.low_minor)


def break_even(year: Year, assumed: Assumptions) -> BreakEven:
    """Return the members, or the factor on the fees, with which dues and other income pay this year's costs."""
    nobody, one = (assumed.cost_minor(members, number=year.number) for members in (0, 1))
    fixed = nobody - year.other_minor
    each = (year.fee_minor or 0) - (one - nobody)
    wanted = year.cost_minor - year.other_minor
    return BreakEven(
        members=max(Fraction(0), fixed / each) if each > 0 else None,
        fee_factor=max(Fraction(0), wanted / year.dues_minor) if year.dues_minor else None,
    )


def concentration(year: Year, *, top: int = 3) -> Fraction | None:
    """Return the part of the dues that the ``top`` largest categories pay; None without dues."""
    largest = sorted((dues for _, _, dues in year.by_category), reverse=True)[:top]
    return sum(largest, Fraction(0)) / year.dues_minor if year.dues_minor else None


def tornado(categories: Sequence[Category], assumed: Assumptions) -> list[Swing]:
    """Return what the last year's dues hang on, widest first: each assumption moved by itself."""
    moves = {
        "renewal_bp": (max(0, assumed.renewal_bp - 500), min(WHOLE_BP, assumed.renewal_bp + 500)),
        "first_renewal_bp": (max(0, assumed.first_renewal_bp - 500), min(WHOLE_BP, assumed.first_renewal_bp + 500)),
        "elasticity_pct": (2 * assumed.elasticity_pct, 0),
        "kink_bp": (assumed.kink_bp // 2, 2 * assumed.kink_bp),
        "joining": (assumed.joining // 2, assumed.joining + -(-assumed.joining // 2)),
        "index_bp": (assumed.index_bp - 100, assumed.index_bp + 100),
    }
    found = [
        Swing(name, low, high, *(project(categories, replace(assumed, **{name: value}))[-1].dues_minor for value in (low, high)))  # type: ignore[arg-type]
        for name, (low, high) in moves.items()
    ]
    return sorted(found, key=lambda swing: -swing.width_minor)


def cash_by_month(year: Year, *, billing_month: int, late_bp: int, first_month: int = 1) -> list[tuple[int, Fraction]]:
    """Return (month, money at its end) over the twelve months from ``first_month``, from nothing in the till.

    Dues come in the month after they are billed, the late part two months after that; what would come after the year's end comes in its
    last month. Costs and other income are spread alike over the year.
    """
    late = Fraction(late_bp, WHOLE_BP)
    start = (billing_month - first_month) % MONTHS
    coming = [Fraction(0)] * MONTHS
    coming[min(start + 1, MONTHS - 1)] += year.dues_minor * (1 - late)
    coming[min(start + 3, MONTHS - 1)] += year.dues_minor * late
    steady = (year.other_minor - year.cost_minor) / MONTHS
    balance, found = Fraction(0), []
    for number, income in enumerate(coming):
        balance += income + steady
        found.append(((first_month - 1 + number) % MONTHS + 1, balance))
    return found
