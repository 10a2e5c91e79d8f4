"""A fee schedule carried on over years: members, dues and costs under assumptions that everybody can see and change.

V' = V r(g) + F r1(g); F' = who joins; r(g) = r0 (1 - e max(0, g - kink)), where V are members of more than a year, F those of their first
year and g how much dearer membership became. Amounts are exact fractions of minor units; whoever shows them rounds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from klynge.core.money import WHOLE_BP
from klynge.engagement.rules.hazard import FIRST_YEAR_LOSS, LATER_LOSS

WHOLE_PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Category:
    """Members who pay alike: how many, and what they pay a year on average, excl. VAT, now and by what is proposed."""

    label: str
    veterans: int
    newcomers: int
    before_minor: Fraction
    after_minor: Fraction

    @property
    def members(self) -> int:
        """Return how many there are now."""
        return self.veterans + self.newcomers


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What nobody knows. Rates in basis points, elasticities in hundredths, amounts in minor units a year.

    Renewal is by default what the risk of leaving starts from (engagement.rules.hazard names the source); the rest is ours.
    """

    years: int = 5
    renewal_bp: int = round((1 - LATER_LOSS) * WHOLE_BP)
    first_renewal_bp: int = round((1 - FIRST_YEAR_LOSS) * WHOLE_BP)
    elasticity_pct: int = 50  # 1.00: a rise of ten points above the kink loses a tenth of those who would have renewed
    kink_bp: int = 1_000  # rises up to this are taken without a loss
    joining: int = 0  # new members a year, spread as the present ones are
    joining_elasticity_pct: int = 0
    index_bp: int = 0  # on every fee, every year
    fixed_cost_minor: int = 0
    member_cost_minor: int = 0
    event_cost_minor: int = 0
    events: int = 0
    cost_rise_bp: int = 250
    other_income_minor: int = 0  # grants, partners, entrance fees: what is not dues

    def cost_minor(self, members: Fraction | int, *, number: int) -> Fraction:
        """Return what so many members cost in the year of this number, at that year's prices."""
        cost = self.fixed_cost_minor + self.event_cost_minor * self.events + self.member_cost_minor * members
        return cost * Fraction(WHOLE_BP + self.cost_rise_bp, WHOLE_BP) ** number


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a projection; year 0 is the present one."""

    number: int
    members: Fraction
    newcomers: Fraction
    lost: Fraction
    dues_minor: Fraction
    cost_minor: Fraction
    other_minor: int
    by_category: tuple[tuple[str, Fraction, Fraction], ...]  # label, members, dues

    @property
    def coverage(self) -> Fraction | None:
        """Return the part of the costs that dues pay; None without costs."""
        return self.dues_minor / self.cost_minor if self.cost_minor else None

    @property
    def fee_minor(self) -> Fraction | None:
        """Return the mean fee of a member."""
        return self.dues_minor / self.members if self.members else None

    @property
    def result_minor(self) -> Fraction:
        """Return what is left when costs are paid, with what comes from elsewhere."""
        return self.dues_minor + self.other_minor - self.cost_minor


def project(categories: Sequence[Category], assumed: Assumptions) -> list[Year]:
    """Return the present year, and each of the years after it."""
    veterans = [Fraction(each.veterans) for each in categories]
    newcomers = [Fraction(each.newcomers) for each in categories]
    fees = [each.before_minor for each in categories]
    parts = shares(categories)
    found = [_year(0, categories, veterans, newcomers, fees, Fraction(0), assumed)]
    for number in range(1, assumed.years + 1):
        now = [_fee(each, fee, number, assumed) for each, fee in zip(categories, fees, strict=True)]
        rises = [_rise(fee, new) for fee, new in zip(fees, now, strict=True)]
        veterans = [
            old * _kept(rise, assumed.renewal_bp, assumed) + new * _kept(rise, assumed.first_renewal_bp, assumed)
            for old, new, rise in zip(veterans, newcomers, rises, strict=True)
        ]
        newcomers = [_coming(share, rise, assumed) for share, rise in zip(parts, rises, strict=True)]
        fees = now
        found.append(_year(number, categories, veterans, newcomers, fees, found[-1].members - sum(veterans, Fraction(0)), assumed))
    return found


def shares(categories: Sequence[Category]) -> list[Fraction]:
    """Return each category's part of the present members; alike when there are none."""
    total = sum(each.members for each in categories)
    return [Fraction(each.members, total) if total else Fraction(1, len(categories)) for each in categories]


def _kept(rise: Fraction, rate_bp: int, assumed: Assumptions) -> Fraction:
    """Return the part that stays after a rise (1/10 is ten per cent)."""
    return Fraction(rate_bp, WHOLE_BP) * _damped(rise, assumed.elasticity_pct, assumed)


def _coming(share: Fraction, rise: Fraction, assumed: Assumptions) -> Fraction:
    """Return how many join a category in a year."""
    return assumed.joining * share * _damped(rise, assumed.joining_elasticity_pct, assumed)


def _damped(rise: Fraction, elasticity_pct: int, assumed: Assumptions) -> Fraction:
    above = max(Fraction(0), rise - Fraction(assumed.kink_bp, WHOLE_BP))
    return max(Fraction(0), 1 - Fraction(elasticity_pct, WHOLE_PER_CENT) * above)


def _fee(category: Category, last: Fraction, number: int, assumed: Assumptions) -> Fraction:
    return (category.after_minor if number == 1 else last) * Fraction(WHOLE_BP + assumed.index_bp, WHOLE_BP)


def _rise(before: Fraction, after: Fraction) -> Fraction:
    """Return how much dearer it became. Who paid nothing and now pays something has had it doubled, so to speak: there is no better figure."""
    if before:
        return after / before - 1
    return Fraction(1) if after else Fraction(0)


def _year(
    number: int,
    categories: Sequence[Category],
    veterans: Sequence[Fraction],
    newcomers: Sequence[Fraction],
    fees: Sequence[Fraction],
    lost: Fraction,
    assumed: Assumptions,
) -> Year:
    parts = tuple(
        (each.label, old + new, (old + new) * fee) for each, old, new, fee in zip(categories, veterans, newcomers, fees, strict=True)
    )
    members = sum((part[1] for part in parts), Fraction(0))
    return Year(
        number=number,
        members=members,
        newcomers=sum(newcomers, Fraction(0)),
        lost=lost,
        dues_minor=sum((part[2] for part in parts), Fraction(0)),
        cost_minor=assumed.cost_minor(members, number=number),
        other_minor=assumed.other_income_minor,
        by_category=parts,
    )
