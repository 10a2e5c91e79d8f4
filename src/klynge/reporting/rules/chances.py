"""The same projection with luck in it: many courses that the years may take, and between which sums nine in ten of them end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klynge.core.money import WHOLE_BP

from .projection import WHOLE_PER_CENT, Assumptions, Category, shares

LOW, MIDDLE, HIGH = 5, 50, 95  # per cent of the courses lie below
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Span:
    """One year over all courses: dues in minor units and members, each as (low, middle, high)."""

    number: int
    dues_minor: tuple[float, float, float]
    members: tuple[float, float, float]


def simulate(
    categories: Sequence[Category], assumed: Assumptions, *, seed: int, draws: int = 1_000, renewal_sd_bp: int = 300
) -> list[Span]:
    """Draw ``draws`` courses and return each projected year's span. The same seed gives the same answer.

    In each course the rates of renewal are drawn once (beta, ``renewal_sd_bp`` around what is assumed), the elasticity between nothing
    and twice what is assumed; then every member stays or leaves by itself (binomial), and how many join is drawn each year (Poisson).
    """
    chance = np.random.default_rng(seed)
    veterans = np.tile(np.array([each.veterans for each in categories], dtype=np.int64), (draws, 1))
    newcomers = np.tile(np.array([each.newcomers for each in categories], dtype=np.int64), (draws, 1))
    stays, stays_first = (_rates(chance, rate, renewal_sd_bp, draws) for rate in (assumed.renewal_bp, assumed.first_renewal_bp))
    elasticity = chance.uniform(0, 2 * assumed.elasticity_pct / WHOLE_PER_CENT, (draws, 1))
    share = np.array([float(each) for each in shares(categories)])
    fees = np.array([float(each.before_minor) for each in categories])
    proposed = np.array([float(each.after_minor) for each in categories])
    found = []
    for number in range(1, assumed.years + 1):
        now = (proposed if number == 1 else fees) * (1 + assumed.index_bp / WHOLE_BP)
        above = np.maximum(0, _rises(fees, now) - assumed.kink_bp / WHOLE_BP)
        staying = np.maximum(0, 1 - elasticity * above)
        veterans = chance.binomial(veterans, stays * staying) + chance.binomial(newcomers, stays_first * staying)
        fewer = np.maximum(0, 1 - assumed.joining_elasticity_pct / WHOLE_PER_CENT * above)
        newcomers = chance.poisson(assumed.joining * share * fewer, (draws, len(share)))
        members, fees = veterans + newcomers, now
        found.append(Span(number, _spread(members @ fees), _spread(members.sum(axis=1))))
    return found


def _rates(chance: np.random.Generator, rate_bp: int, sd_bp: int, draws: int) -> Floats:
    """Draw a rate for each course; a spread that no rate of this mean can have is narrowed to what it can."""
    mean, sd = rate_bp / WHOLE_BP, sd_bp / WHOLE_BP
    if not 0 < mean < 1 or sd <= 0:
        return np.full((draws, 1), mean)
    weight = max(2.0, mean * (1 - mean) / sd**2 - 1)
    return chance.beta(mean * weight, (1 - mean) * weight, (draws, 1))


def _rises(before: Floats, after: Floats) -> Floats:
    from_nothing = np.where(after > 0, 1.0, 0.0)
    return np.divide(after, before, out=from_nothing + 1, where=before > 0) - 1


def _spread(values: NDArray[np.floating] | NDArray[np.integer]) -> tuple[float, float, float]:
    low, middle, high = (float(each) for each in np.percentile(values, (LOW, MIDDLE, HIGH)))
    return low, middle, high
