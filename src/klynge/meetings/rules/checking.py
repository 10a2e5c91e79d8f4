"""The independent checker: it knows the day and the plan, and nothing of how the plan was found."""

from collections import Counter
from dataclasses import dataclass

from .day import Day, Plan


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a plan. ``kind`` is one of the words in ``faults``."""

    kind: str
    meeting: int | None = None
    guest: int | None = None
    slot: int | None = None


def faults(day: Day, plan: Plan, tables: list[int | None] | None = None) -> list[Fault]:
    """Return everything that is wrong: length, slot, absent, twice, tables, order, most, settled, breaks, table (held twice or missing)."""
    if len(plan) != len(day.meetings):
        return [Fault("length")]
    found = _of_meetings(day, plan) + _of_guests(day, plan)
    seated = Counter(slot for m, slot in zip(day.meetings, plan, strict=True) if slot is not None and m.needs_table)
    found += [Fault("tables", slot=slot) for slot, count in sorted(seated.items()) if count > day.tables]
    for first, second in day.earlier:
        one, other = plan[first], plan[second]
        if one is not None and other is not None and one >= other:
            found.append(Fault("order", meeting=second, slot=other))
    if tables is not None:
        found += _of_tables(day, plan, tables)
    return found


def _of_meetings(day: Day, plan: Plan) -> list[Fault]:
    found = []
    for number, slot in enumerate(plan):
        wanted = day.meetings[number]
        if slot is None:
            if wanted.is_settled:
                found.append(Fault("settled", meeting=number))
            continue
        if not 0 <= slot < day.slots or (wanted.slots is not None and slot not in wanted.slots):
            found.append(Fault("slot", meeting=number, slot=slot))
        found += [Fault("absent", number, guest, slot) for guest in wanted.guests if slot not in day.guests[guest].free]
    return found


def _of_guests(day: Day, plan: Plan) -> list[Fault]:
    found: list[Fault] = []
    for number, guest in enumerate(day.guests):
        times = Counter(slot for m in day.of_guest[number] if (slot := plan[m]) is not None)
        found += [Fault("twice", guest=number, slot=slot) for slot, count in sorted(times.items()) if count > guest.delegates]
        if guest.most is not None and sum(times.values()) > guest.most:
            found.append(Fault("most", guest=number))
        used = sorted(times)
        starts = sum(1 for slot in used if slot - 1 not in times)
        if day.most_breaks is not None and starts - 1 > day.most_breaks:
            found.append(Fault("breaks", guest=number))
    return found


def _of_tables(day: Day, plan: Plan, tables: list[int | None]) -> list[Fault]:
    found, taken = [], set()
    for number, (slot, table) in enumerate(zip(plan, tables, strict=True)):
        if slot is None or not day.meetings[number].needs_table:
            continue
        if table is None or not 0 <= table < day.tables or (slot, table) in taken:
            found.append(Fault("table", meeting=number, slot=slot))
        taken.add((slot, table))
    return found
