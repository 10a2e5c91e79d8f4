"""How engaged one company is: the one-row rule that the set-based recomputation is tested against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .weights import BENEFITS, CONTRIBUTES, MILLION, Weights

PASSIVE, RECIPIENT, PARTICIPANT, ENGAGED = "passive", "recipient", "participant", "engaged"
LEVELS = (PASSIVE, RECIPIENT, PARTICIPANT, ENGAGED)


@dataclass(frozen=True, slots=True)
class Touch:
    """Somebody of the company took part in something; ``quantity`` in hundredths."""

    kind: str
    on: date
    quantity: int = 100
    person: int | None = None
    occasion: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one kind gave: how often, by how many, at how many occasions; points in hundredths, at first and with time and bounds."""

    kind: str
    axis: str
    times: int
    people: int
    occasions: int
    full: int
    counted: int
    last_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a company stands: both axes in hundredths of points, the level, and how it came about (the largest part first)."""

    contributes: int
    benefits: int
    level: str
    parts: tuple[Part, ...]


def standing(touches: Iterable[Touch], *, weights: Weights, contacts: int, on: date) -> Standing:
    """Score one company as of a day; what lies ahead or is older than twenty half-lives counts nothing."""
    by_kind: dict[str, list[Touch]] = {}
    for touch in touches:
        if touch.kind in weights.kinds and 0 <= (on - touch.on).days < len(weights.decays):
            by_kind.setdefault(touch.kind, []).append(touch)
    parts = [_part(kind, found, weights, on) for kind, found in by_kind.items()]
    contributes = _axis(parts, CONTRIBUTES, weights, contacts)
    benefits = _axis(parts, BENEFITS, weights, contacts)
    ordered = tuple(sorted(parts, key=lambda part: (-part.counted, part.kind)))
    return Standing(contributes, benefits, level(contributes, benefits, weights), ordered)


def level(contributes: int, benefits: int, weights: Weights) -> str:
    """Return the level that both axes make."""
    if contributes + benefits < weights.passive_below:
        return PASSIVE
    if min(contributes, benefits) >= weights.engaged_from:
        return ENGAGED
    return RECIPIENT if contributes < weights.contributor_from else PARTICIPANT


def _part(kind: str, touches: list[Touch], weights: Weights, on: date) -> Part:
    rule = weights.kinds[kind]
    weighed = sum(touch.quantity * weights.decay((on - touch.on).days) for touch in touches)
    counted = _halves_up(weighed * rule.points, 100 * MILLION)
    return Part(
        kind=kind,
        axis=rule.axis,
        times=len(touches),
        people=len({touch.person for touch in touches} - {None}),
        occasions=len({touch.occasion for touch in touches} - {None}),
        full=_halves_up(sum(touch.quantity for touch in touches) * rule.points, 100),
        counted=counted if rule.cap is None else min(counted, rule.cap),
        last_on=max(touch.on for touch in touches),
    )


def _axis(parts: list[Part], axis: str, weights: Weights, contacts: int) -> int:
    raw = sum(part.counted for part in parts if part.axis == axis)
    cap = weights.contributes_cap if axis == CONTRIBUTES else weights.benefits_cap
    return min(cap, _halves_up(raw * weights.size_factor(contacts), MILLION))


def _halves_up(value: int, per: int) -> int:
    return (value + per // 2) // per
