"""Which meetings are wanted, from what each side has marked."""

from collections.abc import Mapping
from dataclasses import dataclass

MUST, MEET, NO = "must", "meet", "no"


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two participants (the smaller id first) who are to meet."""

    one: int
    other: int
    is_must: bool = False


def wanted_pairs(marks: Mapping[tuple[int, int], str], *, needs_both: bool) -> list[Pair]:
    """Return the meetings to plan, in the order of ids. ``marks`` holds what (who, about whom) said.

    A "no" from either side drops the meeting. Else one side's wish is enough, unless both are needed; it is a must if it is one for either.
    """
    found = []
    for one, other in sorted({(min(pair), max(pair)) for pair in marks}):
        said = (marks.get((one, other)), marks.get((other, one)))
        if NO in said or (needs_both and None in said):
            continue
        found.append(Pair(one, other, is_must=MUST in said))
    return found
