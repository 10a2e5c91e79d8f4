"""How likely a member is to leave at the end of a year: a discrete-time hazard, held near what is known of such associations.

A cluster of 150 loses some twenty members a year, far too few to learn much from, so each coefficient is drawn towards a prior: the first
year's loss is 16 per cent, a later year's 10, and nothing else is known to matter until the cluster's own years say so.
Source: Marketing General Incorporated, Membership Marketing Benchmarking Report 2019, company associations (median renewal 84 and 90 per cent).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np

FIRST_YEAR_LOSS, LATER_LOSS = 0.16, 0.10
NAMES = ("later", "first_year", "late", "contributes", "benefits")
TENURE = ("later", "first_year", "late")  # the baseline: what a secretariat knows without any score
LEAST_YEARS, LEAST_LOSSES = 100, 10  # with less, nothing is said of single members
NINE_OF_TEN = 1.6448536  # standard deviations to either side
PRIOR_MEANS = {
    "later": log(LATER_LOSS / (1 - LATER_LOSS)),
    "first_year": log(FIRST_YEAR_LOSS / (1 - FIRST_YEAR_LOSS)) - log(LATER_LOSS / (1 - LATER_LOSS)),
    "late": 0.0,
    "contributes": 0.0,
    "benefits": 0.0,
}
PRIOR_DEVIATIONS = {"later": 0.35, "first_year": 0.35, "late": 0.75, "contributes": 0.5, "benefits": 0.5}

Array = Any  # numpy's own


@dataclass(frozen=True, slots=True)
class MemberYear:
    """One member in one year: what was known when it began, and, of a year that is over, whether it left; points in hundredths or unknown."""

    is_first: bool
    is_late: bool
    contributes: int | None = None
    benefits: int | None = None
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """What was learnt: coefficients (log odds; points by tens from their centre), how sure they are, and from how much."""

    names: tuple[str, ...]
    values: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    centres: tuple[float, float]  # tens of points of a middling member, contributes and benefits
    years: int
    losses: int

    @property
    def is_enough(self) -> bool:
        """Whether there was enough to say anything of single members."""
        return self.years >= LEAST_YEARS and self.losses >= LEAST_LOSSES

    def interval(self, name: str) -> tuple[float, float]:
        """Return the bounds between which a coefficient lies nine times of ten."""
        place = self.names.index(name)
        wide = NINE_OF_TEN * self.covariance[place][place] ** 0.5
        return self.values[place] - wide, self.values[place] + wide


@dataclass(frozen=True, slots=True)
class Estimate:
    """The chance of leaving (0 to 1), and the bounds between which it lies nine times of ten."""

    risk: float
    low: float
    high: float


def fit(years: Sequence[MemberYear], *, names: tuple[str, ...] = NAMES) -> Fit:
    """Find the most probable coefficients given the years that are over and the priors; without any years these are the priors."""
    centres = _centres(years)
    design, left = _design(years, names, centres), np.array([year.has_left for year in years], dtype=float)
    means = np.array([PRIOR_MEANS[name] for name in names])
    precision = np.diag([PRIOR_DEVIATIONS[name] ** -2 for name in names])
    values, covariance = _climb(design, left, means, precision)
    return Fit(
        names=names,
        values=tuple(float(value) for value in values),
        covariance=tuple(tuple(float(cell) for cell in row) for row in covariance),
        centres=centres,
        years=len(years),
        losses=int(left.sum()),
    )


def foretell(found: Fit, years: Sequence[MemberYear]) -> list[Estimate]:
    """Return the chance of leaving of each, with its interval (Laplace: the coefficients are about normal)."""
    design = _design(years, found.names, found.centres)
    middle = design @ np.array(found.values)
    wide = NINE_OF_TEN * np.sqrt(np.einsum("ij,jk,ik->i", design, np.array(found.covariance), design))
    rows = zip(_chance(middle), _chance(middle - wide), _chance(middle + wide), strict=True)
    return [Estimate(float(risk), float(low), float(high)) for risk, low, high in rows]


def drawn_chances(found: Fit, years: Sequence[MemberYear], values: Array) -> Array:
    """Return the chances of leaving under other coefficients than the most probable ones: a row for each set of them."""
    return _chance(values @ _design(years, found.names, found.centres).T)


def _climb(design: Array, left: Array, means: Array, precision: Array) -> tuple[Array, Array]:
    """Newton's way up a hill that is concave everywhere; half a step where a whole one would go down."""
    values = means.copy()
    for _round in range(100):
        chance = _chance(design @ values)
        slope = design.T @ (left - chance) - precision @ (values - means)
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + precision
        step = np.linalg.solve(curve, slope)
        size, here = 1.0, _height(design, left, values, means, precision)
        while size > 1e-6 and _height(design, left, values + size * step, means, precision) < here:
            size /= 2
        values = values + size * step
        if np.abs(size * step).max() < 1e-9:
            break
    chance = _chance(design @ values)
    curve = (design * (chance * (1 - chance))[:, None]).T @ design + precision
    return values, np.linalg.inv(curve)


def _height(design: Array, left: Array, values: Array, means: Array, precision: Array) -> float:
    odds = design @ values
    return float((left * odds - np.logaddexp(0, odds)).sum() - (values - means) @ precision @ (values - means) / 2)


def _chance(odds: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(odds, -30, 30)))


def _centres(years: Sequence[MemberYear]) -> tuple[float, float]:
    found = []
    for name in ("contributes", "benefits"):
        known = [getattr(year, name) for year in years if getattr(year, name) is not None]
        found.append(float(np.mean(known)) / 1_000 if known else 0.0)
    return found[0], found[1]


def _design(years: Sequence[MemberYear], names: tuple[str, ...], centres: tuple[float, float]) -> Array:
    """Set out one row a member; what is unknown is taken as middling."""
    columns = {
        "later": [1.0] * len(years),
        "first_year": [float(year.is_first) for year in years],
        "late": [float(year.is_late) for year in years],
        "contributes": [0.0 if year.contributes is None else year.contributes / 1_000 - centres[0] for year in years],
        "benefits": [0.0 if year.benefits is None else year.benefits / 1_000 - centres[1] for year in years],
    }
    return np.array([columns[name] for name in names], dtype=float).T.reshape(len(years), len(names))
