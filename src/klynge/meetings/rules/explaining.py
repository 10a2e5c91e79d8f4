"""Why a meeting isn't held, or why no plan can hold them all: one reason for each, in figures."""

from dataclasses import dataclass

from .day import Day, Plan


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: ``kind`` is overbooked, never_together, enough, busy, full, order or crowded; the figures say how much of it.

    overbooked: a guest is wanted for more meetings (``wanted``) than they have free slots (``free``).
    """

    kind: str
    meeting: int | None = None
    guest: int | None = None
    wanted: int = 0
    free: int = 0


def obstacles(day: Day) -> list[Reason]:
    """Return what is already clear before planning, per guest and per meeting, and for all: tables times slots."""
    found = []
    for number, guest in enumerate(day.guests):
        possible = [m for m in day.of_guest[number] if day.allowed(m)]
        seats = len({slot for m in possible for slot in day.allowed(m)}) * max(0, guest.delegates)
        wanted = min(len(possible), guest.most) if guest.most is not None else len(possible)
        if wanted > seats:
            found.append(Reason("overbooked", guest=number, wanted=wanted, free=seats))
    found += [Reason("never_together", meeting=m) for m in range(len(day.meetings)) if not day.allowed(m)]
    needing = sum(1 for m in day.meetings if m.needs_table)
    if needing > day.tables * day.slots:
        found.append(Reason("crowded", wanted=needing, free=day.tables * day.slots))
    return found


def why_not(day: Day, plan: Plan) -> dict[int, Reason]:
    """Return, for each meeting that isn't held, what stands in its way in this plan."""
    return {m: _reason(day, plan, m) for m, slot in enumerate(plan) if slot is None}


def _reason(day: Day, plan: Plan, m: int) -> Reason:
    allowed = day.allowed(m)
    if not allowed:
        return Reason("never_together", meeting=m)
    for g in day.meetings[m].guests:
        held = [slot for other in day.of_guest[g] if (slot := plan[other]) is not None]
        guest = day.guests[g]
        if guest.most is not None and len(held) >= guest.most:
            return Reason("enough", meeting=m, guest=g, wanted=guest.most)
        if all(held.count(slot) >= guest.delegates for slot in allowed):
            return Reason("busy", meeting=m, guest=g, wanted=len(day.of_guest[g]), free=len(guest.free) * max(0, guest.delegates))
    together = [slot for slot in allowed if all(_is_free(day, plan, g, slot) for g in day.meetings[m].guests)]
    if not together:
        return Reason("busy", meeting=m, wanted=len(allowed))
    seated = [sum(1 for w, at in zip(day.meetings, plan, strict=True) if at == slot and w.needs_table) for slot in together]
    if day.meetings[m].needs_table and all(count >= day.tables for count in seated):
        return Reason("full", meeting=m, free=len(together))
    return Reason("order", meeting=m)


def _is_free(day: Day, plan: Plan, guest: int, slot: int) -> bool:
    return sum(1 for m in day.of_guest[guest] if plan[m] == slot) < day.guests[guest].delegates
