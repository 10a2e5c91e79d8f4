"""When an invoice may be reminded of, and what that may cost.

Source: the Danish Interest Act (renteloven) section 9 b: at most three fees of at most DKK 100 for one claim, at least ten days apart, each with a
deadline; section 9 a, subsection 3: DKK 310 in compensation, once for a claim, from businesses and public bodies and never from consumers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

MOST_STEPS, HIGHEST_FEE_MINOR, DAYS_BETWEEN = 3, 100_00, 10
COMPENSATION_MINOR = 310_00
SHORTEST_DEADLINE = 1  # days


class Hold(Enum):
    """Why an overdue invoice is not reminded of."""

    DISPUTED = "disputed"
    PAUSED = "paused"
    INSTALMENTS = "instalments"
    TOO_SOON = "too_soon"  # the step's own days are not over
    TEN_DAYS = "ten_days"  # since the last reminder
    DONE = "done"  # every step was taken
    NO_RULE = "no_rule"  # the cluster has none for this kind of member
    NO_RATE = "no_rate"  # interest is asked for, and the reference rate of a half-year is missing
    NO_CURRENCY = "no_currency"  # the amounts of the law are Danish kroner


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the cluster's rule: how long after the due day or the step before, and what it charges."""

    number: int  # 1, 2, 3
    days_after: int
    deadline_days: int
    fee_minor: int = 0
    charges_interest: bool = False
    charges_compensation: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """An invoice that is overdue, and what stands in the way of a reminder."""

    due_on: date
    sent_on: tuple[date, ...] = ()  # the reminders so far, the oldest first
    is_disputed: bool = False
    is_paused: bool = False
    pays_by_instalments: bool = False


def faults_of(steps: Sequence[Step]) -> list[tuple[int, str]]:
    """Return (step, code) of what the law or good sense forbids: too_many, order, fee, days_between, deadline, compensation."""
    found = [(step.number, "too_many") for step in steps if step.number > MOST_STEPS]
    if [step.number for step in steps] != list(range(1, len(steps) + 1)):
        found.append((0, "order"))
    for step in steps:
        if not 0 <= step.fee_minor <= HIGHEST_FEE_MINOR:
            found.append((step.number, "fee"))
        if step.days_after < (DAYS_BETWEEN if step.number > 1 else 1):
            found.append((step.number, "days_between"))
        if step.deadline_days < SHORTEST_DEADLINE:
            found.append((step.number, "deadline"))
    if sum(step.charges_compensation for step in steps) > 1:
        found.append((next(step.number for step in reversed(steps) if step.charges_compensation), "compensation"))
    return found


def next_step(case: Case, steps: Sequence[Step], *, on: date) -> Step | Hold:
    """Return the step that is due on the day, or why there is none. The case must be overdue on the day."""
    if case.is_disputed:
        return Hold.DISPUTED
    if case.is_paused:
        return Hold.PAUSED
    if case.pays_by_instalments:
        return Hold.INSTALMENTS
    if not steps:
        return Hold.NO_RULE
    taken = len(case.sent_on)
    if taken >= min(len(steps), MOST_STEPS):
        return Hold.DONE
    step = steps[taken]
    last = case.sent_on[-1] if case.sent_on else None
    if last is not None and on < last + timedelta(days=DAYS_BETWEEN):
        return Hold.TEN_DAYS
    if on < (last or case.due_on) + timedelta(days=step.days_after):
        return Hold.TOO_SOON
    return step
