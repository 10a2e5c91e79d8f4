"""VAT: once per treatment and rate, on the net sum, half-up (EN 16931, BR-CO-17)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from klynge.core.money import round_half_up


@dataclass(frozen=True, slots=True)
class Subtotal:
    """What one treatment and rate comes to, in minor units."""

    treatment: str
    rate_bp: int
    net_minor: int
    vat_minor: int


@dataclass(frozen=True, slots=True)
class Totals:
    """An invoice in sums, in minor units; subtotals with the standard rate first."""

    net_minor: int
    vat_minor: int
    subtotals: tuple[Subtotal, ...]

    @property
    def total_minor(self) -> int:
        """What is to be paid."""
        return self.net_minor + self.vat_minor


def vat_of(net_minor: int, *, rate_bp: int) -> int:
    """Return the VAT of a net sum in minor units; the rate is in basis points (2500 is 25 per cent)."""
    return round_half_up(Fraction(net_minor * rate_bp, 10_000))


def totals(lines: Iterable[tuple[str, int, int]]) -> Totals:
    """Sum up lines of (treatment, rate in basis points, net in minor units)."""
    sums: dict[tuple[str, int], int] = {}
    for treatment, rate_bp, net_minor in lines:
        sums[treatment, rate_bp] = sums.get((treatment, rate_bp), 0) + net_minor
    ordered = sorted(sums.items(), key=lambda item: (item[0][0], item[0][1]), reverse=True)
    subtotals = tuple(Subtotal(t, rate, net, vat_of(net, rate_bp=rate)) for (t, rate), net in ordered)
    return Totals(sum(s.net_minor for s in subtotals), sum(s.vat_minor for s in subtotals), subtotals)
