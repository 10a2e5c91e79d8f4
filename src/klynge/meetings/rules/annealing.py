"""Fewer breaks by exchanging two slots: whoever is moved takes along those who stand in the way, so all that is held stays held.

Between two slots the people and their meetings form paths and rings; turning one of them over changes nothing about who meets whom (a Kempe
chain). A turn that makes more breaks is taken too, the more seldom the longer it goes on (simulated annealing); the same seed gives the same plan.
"""

from collections.abc import Iterator
from math import exp

from .day import Day, Plan

MULTIPLIER, MODULUS = 48271, 2_147_483_647  # Source: Park & Miller, minimal standard generator
WARM, COLD = 1.0, 0.1


def annealed(day: Day, plan: Plan, *, moves: int, seed: int = 1) -> Iterator[Plan]:
    """Yield plans with fewer and fewer breaks, after at most so many turns; none where a guest has several delegates."""
    if any(guest.delegates != 1 for guest in day.guests):
        return
    turns, state = _Turns(day, plan), seed
    movable = [m for m, slot in enumerate(plan) if slot is not None and turns.allowed[m].bit_count() > 1]
    now = shown = sum(_breaks(mask) for mask in turns.mask)
    for move in range(moves if movable else 0):
        state = state * MULTIPLIER % MODULUS
        m = movable[state % len(movable)]
        state = state * MULTIPLIER % MODULUS
        here, there = turns.slot[m], state % day.slots
        if here is None or here == there or not turns.allowed[m] >> there & 1 or not (chain := turns.chain(m, here, there)):
            continue
        change = turns.turn(chain, here, there)
        state = state * MULTIPLIER % MODULUS
        if change > 0 and state / MODULUS >= exp(-change / (WARM * (COLD / WARM) ** (move / moves))):
            turns.turn(chain, here, there)  # turned back
            continue
        now += change
        if now < shown and (now == 0 or now <= 0.95 * shown or move > 0.9 * moves):
            shown = now
            yield tuple(turns.slot)
        if now == 0:
            return


def _breaks(mask: int) -> int:
    """Count the stretches of waiting in a guest's slots, given as bits."""
    return max(0, (mask & ~(mask << 1)).bit_count() - 1)


class _Turns:
    def __init__(self, day: Day, plan: Plan) -> None:
        self.day = day
        self.slot: list[int | None] = list(plan)
        ordered = {m for pair in day.earlier for m in pair}  # they stay where they are
        slots = [frozenset({at}) if m in ordered and at is not None else day.allowed(m) for m, at in enumerate(plan)]
        self.allowed = [sum(1 << slot for slot in each) for each in slots]
        self.mask = [0] * len(day.guests)
        self.at: list[dict[int, int]] = [{} for _ in day.guests]
        self.seated = [0] * day.slots
        for m, at in enumerate(plan):
            if at is not None:
                self.seated[at] += day.meetings[m].needs_table
                for guest in day.meetings[m].guests:
                    self.mask[guest] |= 1 << at
                    self.at[guest][at] = m

    def chain(self, m: int, here: int, there: int) -> list[int]:
        """Return the meetings that change places with each other when this one moves; none if one of them may not."""
        found, front, growth = {m}, [m], 0
        while front:
            each = front.pop()
            goal = there if self.slot[each] == here else here
            if not self.allowed[each] >> goal & 1:
                return []
            if self.day.meetings[each].needs_table:
                growth += 1 if goal == there else -1
            for guest in self.day.meetings[each].guests:
                other = self.at[guest].get(goal)
                if other is not None and other not in found:
                    found.add(other)
                    front.append(other)
        full = self.seated[there] + growth > self.day.tables or self.seated[here] - growth > self.day.tables
        return [] if full else sorted(found)

    def turn(self, chain: list[int], here: int, there: int) -> int:
        """Turn it over, and return by how many the breaks grow."""
        guests = {guest for m in chain for guest in self.day.meetings[m].guests}
        before = sum(_breaks(self.mask[guest]) for guest in guests)
        for guest in guests:
            one, other = self.at[guest].pop(here, None), self.at[guest].pop(there, None)
            for m, slot in ((one, there), (other, here)):
                if m is not None:
                    self.at[guest][slot] = m
            self.mask[guest] = sum(1 << slot for slot in self.at[guest])
        for m in chain:
            goal = there if self.slot[m] == here else here
            if self.day.meetings[m].needs_table:
                self.seated[here if goal == there else there] -= 1
                self.seated[goal] += 1
            self.slot[m] = goal
        return sum(_breaks(self.mask[guest]) for guest in guests) - before
