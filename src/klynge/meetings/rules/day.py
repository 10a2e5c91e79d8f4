"""A day to be planned, and a plan of it. Slots, people and meetings are numbered from zero."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

Plan = tuple[int | None, ...]  # for each meeting its slot, or None when it isn't held


@dataclass(frozen=True, slots=True)
class Guest:
    """One who takes part: a person, or a company with several delegates."""

    free: frozenset[int]  # the slots in which they are there
    delegates: int = 1  # so many meetings at once
    least: int = 0  # meetings they ought to have
    most: int | None = None  # meetings they want at most
    name: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A meeting that is wanted by those who take part in it."""

    guests: tuple[int, ...]
    is_must: bool = False
    is_settled: bool = False  # it has to be held: it is confirmed already
    slots: frozenset[int] | None = None  # None: any
    needs_table: bool = True  # False: it is held at somebody's own stand


@dataclass(frozen=True, slots=True)
class Day:
    """All that a plan has to respect. ``earlier`` holds pairs (a, b): meeting a before meeting b, if both are held."""

    slots: int
    tables: int
    guests: tuple[Guest, ...]
    meetings: tuple[Wanted, ...]
    earlier: tuple[tuple[int, int], ...] = ()
    most_breaks: int | None = None  # for one guest
    of_guest: tuple[tuple[int, ...], ...] = field(init=False, compare=False)  # for each guest the meetings

    def __post_init__(self) -> None:
        """Note each guest's meetings."""
        lists: list[list[int]] = [[] for _ in self.guests]
        for number, meeting in enumerate(self.meetings):
            for guest in meeting.guests:
                lists[guest].append(number)
        object.__setattr__(self, "of_guest", tuple(tuple(each) for each in lists))

    def allowed(self, meeting: int) -> frozenset[int]:
        """Return the slots in which everybody who takes part is there and the meeting may be held."""
        wanted = self.meetings[meeting]
        slots = wanted.slots if wanted.slots is not None else frozenset(range(self.slots))
        for guest in wanted.guests:
            slots &= self.guests[guest].free
        return frozenset(slot for slot in slots if 0 <= slot < self.slots)


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """How good a plan is; what stands first counts first, and less is better."""

    musts_missing: int
    short: int  # meetings missing to what people ought to have at least
    missing: int  # meetings not held, musts among them
    breaks: int  # stretches of waiting between two meetings of one guest
    worst: int  # breaks of whoever has most
    idle: int  # slots waited between meetings, of all guests


def waits(slots: list[int]) -> tuple[int, int]:
    """Return how often, and for how many slots, somebody with meetings in these slots waits between them."""
    used = sorted(set(slots))
    gaps = [later - earlier - 1 for earlier, later in itertools.pairwise(used) if later - earlier > 1]
    return len(gaps), sum(gaps)


def score(day: Day, plan: Plan) -> Score:
    """Return the score of a plan."""
    held = [[slot for m in meetings if (slot := plan[m]) is not None] for meetings in day.of_guest]
    waiting = [waits(slots) for slots in held]
    return Score(
        musts_missing=sum(1 for m, slot in zip(day.meetings, plan, strict=True) if m.is_must and slot is None),
        short=sum(max(0, min(guest.least, len(day.of_guest[g])) - len(held[g])) for g, guest in enumerate(day.guests)),
        missing=sum(1 for slot in plan if slot is None),
        breaks=sum(breaks for breaks, _ in waiting),
        worst=max((breaks for breaks, _ in waiting), default=0),
        idle=sum(idle for _, idle in waiting),
    )
