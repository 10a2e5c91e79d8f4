"""Whether what is foretold comes true: each year by what was known before it, beside a baseline that knows no scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .hazard import NINE_OF_TEN, TENURE, Fit, MemberYear, drawn_chances, fit, foretell

GROUPS = 5
CHUNK = 50  # draws at a time
LEAST_EARLIER = 50  # years of membership that must lie before a year that is foretold


@dataclass(frozen=True, slots=True)
class Group:
    """Members with a like chance: how many, what was foretold, what happened, and where the true share lies nine times of ten."""

    members: int
    foretold: float
    happened: float
    low: float
    high: float

    @property
    def is_right(self) -> bool:
        """Whether what was foretold lies where the true share may lie."""
        return self.low <= self.foretold <= self.high


@dataclass(frozen=True, slots=True)
class Calibration:
    """How it went: the groups from the safest on, and the mean squared error (Brier) and log loss of each way to foretell; less is better."""

    years: int
    losses: int
    groups: tuple[Group, ...]
    errors: Mapping[str, tuple[float, float]]  # "model", "baseline", "prior": (Brier, log loss)


def calibrate(by_term: Sequence[Sequence[MemberYear]]) -> Calibration:
    """Foretell each term from the terms before it alone, oldest first, and hold it against what happened."""
    told: dict[str, list[float]] = {"model": [], "baseline": [], "prior": []}
    left: list[float] = []
    for place, term in enumerate(by_term):
        earlier = [year for before in by_term[:place] for year in before]
        if len(earlier) < LEAST_EARLIER or not term:
            continue
        for way, found in (("model", fit(earlier)), ("baseline", fit(earlier, names=TENURE)), ("prior", fit([], names=TENURE))):
            told[way] += [each.risk for each in foretell(found, term)]
        left += [float(year.has_left) for year in term]
    happened = np.array(left)
    errors = {way: _errors(np.array(risks), happened) for way, risks in told.items()} if left else {}
    return Calibration(len(left), int(happened.sum()), tuple(_groups(np.array(told["model"]), happened)), errors)


def _errors(risks: Any, happened: Any) -> tuple[float, float]:
    kept = np.clip(risks, 1e-6, 1 - 1e-6)
    loss = -(happened * np.log(kept) + (1 - happened) * np.log(1 - kept))
    return float(((risks - happened) ** 2).mean()), float(loss.mean())


def _groups(risks: Any, happened: Any) -> list[Group]:
    found = []
    for places in np.array_split(np.argsort(risks, kind="stable"), GROUPS):
        if len(places):
            low, high = share_interval(int(happened[places].sum()), len(places))
            found.append(Group(len(places), float(risks[places].mean()), float(happened[places].mean()), low, high))
    return found


def share_interval(hits: int, tries: int) -> tuple[float, float]:
    """Return where a share lies nine times of ten. Source: Wilson's score interval (1927)."""
    z2, share = NINE_OF_TEN**2, hits / tries
    middle = (share + z2 / (2 * tries)) / (1 + z2 / tries)
    wide = NINE_OF_TEN / (1 + z2 / tries) * (share * (1 - share) / tries + z2 / (4 * tries**2)) ** 0.5
    return max(0.0, middle - wide), min(1.0, middle + wide)


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Dues that may not come again, in minor units: what is expected, and the bounds between which the loss lies nine times of ten."""

    fees: int
    expected: int
    low: int
    high: int


def dues_at_risk(found: Fit, years: Sequence[MemberYear], fees: Sequence[int], *, seed: int, most_draws: int = 4_000) -> AtRisk:
    """Draw the coefficients and then who leaves, many times over: the interval holds both what is not known and what is chance.

    ``fees`` in minor units, in the order of the members. The same seed gives the same bounds.
    """
    if not years:
        return AtRisk(0, 0, 0, 0)
    random = np.random.default_rng(seed)
    amounts = np.array(fees, dtype=float)
    draws = int(max(200, min(most_draws, 20_000_000 // len(years))))
    values = random.multivariate_normal(np.array(found.values), np.array(found.covariance), size=draws)
    lost = np.empty(draws)
    for start in range(0, draws, CHUNK):
        risks = drawn_chances(found, years, values[start : start + CHUNK])
        lost[start : start + CHUNK] = (random.random(risks.shape) < risks) @ amounts
    expected = sum(amount * estimate.risk for amount, estimate in zip(fees, foretell(found, years), strict=True))
    low, high = np.quantile(lost, [0.05, 0.95])
    return AtRisk(sum(fees), round(expected), round(low), round(high))
