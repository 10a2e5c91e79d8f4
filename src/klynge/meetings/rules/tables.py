"""At which table each meeting is held: nobody carries their things further than needed."""

import itertools

from .day import Day, Plan


def seat(day: Day, plan: Plan, kept: dict[int, int] | None = None) -> list[int | None]:
    """Return a table for each meeting that needs one. ``kept`` holds tables that were promised already, by meeting.

    Slot by slot: whoever sat at a table in their meeting before stays there if it can be; stands need none.
    """
    promised = kept or {}
    tables: list[int | None] = [None] * len(plan)
    last: dict[int, int] = {}  # guest -> table
    for slot in range(day.slots):
        here = [m for m, at in enumerate(plan) if at == slot and day.meetings[m].needs_table]
        free = set(range(day.tables))
        for m in here:
            if (table := promised.get(m)) is not None and table in free:
                tables[m] = table
                free.discard(table)
        _stay([m for m in here if tables[m] is None], day, last, free, tables)
        for m in here:
            for guest in day.meetings[m].guests:
                last[guest] = tables[m]  # type: ignore[assignment]
    return tables


def _stay(here: list[int], day: Day, last: dict[int, int], free: set[int], tables: list[int | None]) -> None:
    wishes = []
    for m in here:
        before = [last[g] for g in day.meetings[m].guests if g in last]
        wishes += [(-before.count(table), m, table) for table in set(before)]
    for _, m, table in sorted(wishes):
        if tables[m] is None and table in free:
            tables[m] = table
            free.discard(table)
    for m in here:
        if tables[m] is None and free:
            tables[m] = min(free)
            free.discard(min(free))


def changes(day: Day, plan: Plan, tables: list[int | None]) -> int:
    """Return how often somebody changes to another table between two meetings, of all guests."""
    count = 0
    for meetings in day.of_guest:
        held = sorted((slot, m) for m in meetings if (slot := plan[m]) is not None and tables[m] is not None)
        count += sum(1 for (_, one), (_, other) in itertools.pairwise(held) if tables[one] != tables[other])
    return count
