"""What counts how much, as plain data; and what no version may say.

Source: our own proposal, an assumption: firm level, a half-life of 180 days, 50 points on each axis. It stands wherever weights are shown.
Points are whole hundredths, so that the database and this program come to the same sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isqrt, log2

CONTRIBUTES, BENEFITS = "contributes", "benefits"
NONE, ROOT, LOGARITHM = "none", "root", "logarithm"
MILLION = 1_000_000
MOST_CONTACTS = 2_000  # more divide like this many
NEWSLETTER = ("received", "clicked")  # whoever does nothing else only calls itself a member
PASSIVE_ALONE = (*NEWSLETTER, "signed_in", "absent", "kept_facts")


@dataclass(frozen=True, slots=True)
class KindWeight:
    """One kind: its axis, its hundredths of points each time, and the most that it can give in all (None: no own bound)."""

    axis: str
    points: int
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """One version of all that decides a score; thresholds and caps in hundredths of points."""

    version: int
    kinds: Mapping[str, KindWeight]
    half_life_days: int = 180
    contributes_cap: int = 50_00
    benefits_cap: int = 50_00
    passive_below: int = 10_00
    contributor_from: int = 1_00
    engaged_from: int = 15_00
    normalisation: str = ROOT
    decays: tuple[int, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "decays", _decays(self.half_life_days))

    def decay(self, age_days: int) -> int:
        """Return what is left of something after so many days, in millionths; half after each half-life, nothing after twenty."""
        return self.decays[age_days] if 0 <= age_days < len(self.decays) else 0

    def size_factor(self, contacts: int) -> int:
        """Return by what the points of a company with so many contacts are multiplied, in millionths; a million for one or none."""
        count = min(max(contacts, 1), MOST_CONTACTS)
        if self.normalisation == ROOT:
            return isqrt(MILLION**2 // count)
        if self.normalisation == LOGARITHM:
            return round(MILLION / (1 + log2(count)))
        return MILLION


def _decays(half_life_days: int) -> tuple[int, ...]:
    return tuple(round(MILLION * 0.5 ** (age / half_life_days)) for age in range(20 * half_life_days))


def _given(points: int, cap: int | None = None) -> KindWeight:
    return KindWeight(CONTRIBUTES, points, cap)


def _taken(points: int, cap: int | None = None) -> KindWeight:
    return KindWeight(BENEFITS, points, cap)


PROPOSAL = Weights(
    version=0,
    kinds={
        "chaired": _given(12_00), "hosted": _given(12_00), "spoke": _given(12_00), "mentored": _given(12_00), "hours": _given(50, 20_00),
        "answered": _given(6_00), "referred": _given(12_00), "shared": _given(6_00), "led": _given(12_00), "kept_facts": _given(50, 1_00),
        "attended": _taken(4_00), "absent": _taken(0), "met": _taken(5_00), "one_to_one": _taken(1_00, 10_00), "matched": _taken(6_00),
        "joined": _taken(10_00), "signed_in": _taken(1_00, 5_00), "clicked": _taken(50, 3_00), "received": _taken(0),
    },
)  # fmt: skip


def faults(weights: Weights) -> list[str]:
    """Return what is wrong with a version, as codes: the newsletter, or merely signing in, must never make anybody more than passive."""
    found = []
    alone = [weights.kinds[kind] for kind in PASSIVE_ALONE if kind in weights.kinds]
    if any(kind.points and kind.cap is None for kind in alone):
        found.append("uncapped")
    elif sum(kind.cap or 0 for kind in alone if kind.points) >= weights.passive_below:
        found.append("newsletter")
    if weights.engaged_from * 2 < weights.passive_below:
        found.append("engaged_below_passive")
    if weights.engaged_from > min(weights.contributes_cap, weights.benefits_cap):
        found.append("engaged_above_cap")
    if weights.contributor_from > weights.engaged_from:
        found.append("contributor_above_engaged")
    used = {kind.axis for kind in weights.kinds.values() if kind.points}
    return found + [f"nothing_{axis}" for axis in (CONTRIBUTES, BENEFITS) if axis not in used]
