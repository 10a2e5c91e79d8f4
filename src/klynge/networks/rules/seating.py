"""Who gets a seat, and whose turn it is to host; plain data in, plain data out."""

from collections.abc import Sequence
from datetime import date


def next_seated(queue: Sequence[tuple[int, int]], *, free: int | None, held: dict[int, int], most: int) -> list[int]:
    """Return the keys of those who get a seat now, from (key, company) in the order of the queue.

    A company that has ``most`` seats already (``held``: seats by company) is passed over and keeps its place; ``free`` is None for no limit.
    """
    found, held = [], dict(held)
    for key, company in queue:
        if free is not None and len(found) >= free:
            break
        if held.get(company, 0) < most:
            held[company] = held.get(company, 0) + 1
            found.append(key)
    return found


def hosts_in_turn(companies: Sequence[tuple[int, date | None, date]]) -> list[int]:
    """Return the companies in the order in which they host next, from (company, last hosted on, seated on).

    Who never hosted comes first, the longest seated before the others; then whose turn is longest ago.
    """
    return [company for company, _last, _since in sorted(companies, key=lambda each: (each[1] or date.min, each[2], each[0]))]
