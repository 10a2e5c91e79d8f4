"""Who gets a seat: what is free is counted from what is there, and the queue moves in its order."""

from collections.abc import Sequence

SEAT, WAIT, FULL = "seat", "wait", "full"


def outcome(*, capacity: int | None, taken: int, party: int, has_queue: bool, is_somebody_waiting: bool) -> str:
    """Say what somebody who comes now with ``party`` people gets. Nobody passes those who wait, however small the party.

    ``capacity`` is the number of seats with what may be overbooked, None for no limit; ``taken`` counts seats given and seats held by offers.
    """
    if capacity is None or (not is_somebody_waiting and taken + party <= capacity):
        return SEAT
    return WAIT if has_queue else FULL


def next_up(queue: Sequence[tuple[int, int]], *, free: int | None) -> list[int]:
    """Return the keys of those whose turn it is, from (key, party) in the order of the queue; the first that does not fit holds the rest back."""
    found = []
    for key, party in queue:
        if free is not None and party > free:
            break
        found.append(key)
        free = free if free is None else free - party
    return found
