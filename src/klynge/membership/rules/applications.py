"""Where an application stands, what may follow, and how the size that is told fits the one in the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from klynge.membership.rules.errors import STRADDLES, CannotPrice
from klynge.membership.rules.facts import Facts
from klynge.membership.rules.pricing import price
from klynge.membership.rules.schedule import UNITS, Schedule

DRAFT, SUBMITTED, NEEDS_INFORMATION, ENDORSED, APPROVED, REJECTED, WITHDRAWN = (
    "draft", "submitted", "needs_info", "endorsed", "approved", "rejected", "withdrawn",
)  # fmt: skip
FOLLOWING: Mapping[str, frozenset[str]] = {
    DRAFT: frozenset({SUBMITTED, WITHDRAWN}),
    SUBMITTED: frozenset({NEEDS_INFORMATION, ENDORSED, APPROVED, REJECTED, WITHDRAWN}),
    NEEDS_INFORMATION: frozenset({SUBMITTED, REJECTED, WITHDRAWN}),
    ENDORSED: frozenset({NEEDS_INFORMATION, APPROVED, REJECTED, WITHDRAWN}),
    APPROVED: frozenset(),
    REJECTED: frozenset(),
    WITHDRAWN: frozenset(),
}
OPEN = frozenset({SUBMITTED, NEEDS_INFORMATION, ENDORSED})  # somebody waits for an answer

# What is asked of some kinds of organisations only, and what each has to answer (kinds: directory.OrganisationKind).
OWN_QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "company": ("gln", "buyer_reference"),
    "sole": (),
    "knowledge": ("unit", "gln", "buyer_reference"),
    "public": ("unit", "gln", "buyer_reference"),
    "association": ("own_members", "buyer_reference"),
}
OWN_ANSWERS: Mapping[str, tuple[str, ...]] = {"knowledge": ("unit",), "public": ("gln",), "association": ("own_members",)}

AGREES, DISAGREES, STRADDLING, NO_DATA = "agrees", "disagrees", "straddles", "no_data"


def may_follow(state: str, following: str) -> bool:
    """Say whether an application in the state may come into the other."""
    return following in FOLLOWING[state]


def questions_not_for(kind: str) -> frozenset[str]:
    """Return the questions that are of no concern to this kind of organisation."""
    every = {name for names in OWN_QUESTIONS.values() for name in names}
    return frozenset(every.difference(OWN_QUESTIONS.get(kind, ())))


def answers_of(kind: str) -> tuple[str, ...]:
    """Return what this kind of organisation has to answer, beyond what all have to."""
    return OWN_ANSWERS.get(kind, ())


def size_outcome(schedule: Schedule, facts: Facts, *, told: int, register: tuple[int, int | None] | None) -> str:
    """Compare the category of the number told with that of the register's interval: agrees, disagrees, straddles or no_data.

    ``facts`` hold everything but the sizes. A register's interval that reaches into two categories decides nothing: somebody has to ask.
    """
    if register is None:
        return NO_DATA
    try:
        theirs = price(schedule, _sized(schedule, facts, *register)).band_id
    except CannotPrice as problem:
        return STRADDLING if problem.code == STRADDLES else NO_DATA
    try:
        own = price(schedule, _sized(schedule, facts, told, told)).band_id
    except CannotPrice:
        return NO_DATA
    return AGREES if own == theirs else DISAGREES


def _sized(schedule: Schedule, facts: Facts, low: int, high: int | None) -> Facts:
    sizes = tuple(
        (metric, low * UNITS.get(metric, 1), None if high is None else high * UNITS.get(metric, 1)) for metric in schedule.metrics
    )
    return replace(facts, sizes=sizes)
