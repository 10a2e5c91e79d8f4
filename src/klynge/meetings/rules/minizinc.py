"""Read a meeting day from the MiniZinc data format that the literature uses.

Source: Bofill et al., Journal of Artificial Intelligence Research 74 (2022), section 3.
"""

import re

from klynge.core.errors import Invalid

from .day import Day, Guest, Wanted

MORNING, AFTERNOON = 1, 2


def read_minizinc(text: str, *, most_breaks: int | None = 2) -> Day:
    """Return the day; every meeting has to be held. Raises: Invalid when something is missing or can't be read."""
    fields = dict(re.findall(r"(\w+)\s*=\s*(.*?);", text, re.DOTALL))
    try:
        slots, morning, tables = (int(fields[name]) for name in ("nTotalSlots", "nMorningSlots", "nTables"))
        rows = [[int(n) for n in re.findall(r"-?\d+", row)] for row in fields["requested"].strip("[| \n]").split("|")]
        forbidden, precedences = _sets(fields["forbidden"]), _sets(fields.get("precedences", ""))
        fixed = [int(n) for n in re.findall(r"-?\d+", fields.get("fixed", ""))]
    except (KeyError, ValueError) as fault:
        raise Invalid(f"This is no meeting day in MiniZinc's data format: {fault} is missing or unreadable.", field="file") from fault
    rows = [row for row in rows if len(row) == 3]
    guests = tuple(Guest(frozenset(range(slots)) - {n - 1 for n in forbidden[g]}) for g in range(int(fields["nBusiness"])))
    halves = {MORNING: frozenset(range(morning)), AFTERNOON: frozenset(range(morning, slots))}
    meetings = []
    for number, (one, other, half) in enumerate(rows):
        slot = fixed[number] - 1 if number < len(fixed) else -1
        at = frozenset({slot}) if slot >= 0 else halves.get(half)
        meetings.append(Wanted((one - 1, other - 1), is_settled=True, slots=at))
    earlier = tuple((before - 1, after) for after, all_before in enumerate(precedences) for before in all_before if before > 0)
    return Day(slots, tables, guests, tuple(meetings), earlier, most_breaks)


def _sets(text: str) -> list[list[int]]:
    return [[int(n) for n in re.findall(r"\d+", each)] for each in re.findall(r"\{(.*?)\}", text)]
