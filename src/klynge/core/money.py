"""Money in integer minor units; never a float."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

WHOLE_BP = 10_000  # basis points in the whole: 250 are 2.5 per cent


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (øre, cent) of one currency."""

    minor: int
    currency: str = "DKK"

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"Money takes whole minor units, not {self.minor!r}.")

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} can't be mixed.")
        return other

    @property
    def amount(self) -> Decimal:
        """The amount in major units with two decimals, for display and export."""
        return Decimal(self.minor).scaleb(-2)


def round_half_up(value: Fraction | Decimal | int) -> int:
    """Round to a whole number, halves away from zero (the commercial rule)."""
    exact = Fraction(value)
    whole, rest = divmod(abs(exact), 1)
    rounded = int(whole) + (rest >= Fraction(1, 2))
    return rounded if exact >= 0 else -rounded


def share(total: int, weights: Sequence[int]) -> list[int]:
    """Split ``total`` minor units by weight; the parts sum to it exactly (largest remainder, ties to the first).

    Raises: ValueError when no weight is positive or one is negative.
    """
    if any(w < 0 for w in weights) or not (whole := sum(weights)):
        raise ValueError("Shares need weights that are not negative and not all zero.")
    sign, size = (-1, -total) if total < 0 else (1, total)
    parts = [divmod(size * w, whole) for w in weights]
    left = size - sum(quotient for quotient, _ in parts)
    first = sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))[:left]
    return [sign * (quotient + (i in first)) for i, (quotient, _) in enumerate(parts)]


def parse_minor(text: str) -> int:
    """Read a typed amount in Danish or English form ("1.250,50", "1,250.50", "1250") as minor units.

    Raises: ValueError when it is not one amount with at most two decimals.
    """
    bare = text.strip().replace("\u00a0", "").replace(" ", "").removesuffix("kr.").removesuffix("kr")
    last = max(bare.rfind(","), bare.rfind("."))
    decimals = len(bare) - last - 1 if last >= 0 else 0
    if last >= 0 and decimals == 3 and bare.count(bare[last]) >= 1 and set(bare[:last]) <= set("0123456789-" + bare[last]):
        last = -1  # 1.250 and 1,250 are thousands: no currency here has three decimals
    head, tail = (bare[:last], bare[last + 1 :]) if last >= 0 else (bare, "")
    head = head.replace(".", "").replace(",", "")
    if not head.lstrip("-").isascii() or not head.removeprefix("-").isdigit() or not (tail.isdigit() or not tail) or len(tail) > 2:
        raise ValueError(f"{text!r} is not an amount.")
    value = Decimal(f"{head}.{tail or 0}").scaleb(2)
    return int(value.to_integral_value(ROUND_HALF_UP))
