from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from klynge.networks.rules.seating import hosts_in_turn, next_seated

QUEUE = some.lists(some.integers(1, 6), max_size=20).map(lambda companies: list(enumerate(companies, 1)))


@given(QUEUE, some.none() | some.integers(0, 10), some.integers(1, 3), some.dictionaries(some.integers(1, 6), some.integers(0, 3)))
def test_no_seat_too_many_and_nobody_passes_whom_only_the_seats_hold_back(queue, free, most, held):
    got = next_seated(queue, free=free, held=held, most=most)
    assert free is None or len(got) <= free
    company = dict(queue)
    assert all(held.get(name, 0) + count <= most for name, count in Counter(company[key] for key in got).items())
    assert got == sorted(got)
    left = [key for key in company if key not in got]
    for key in left:
        is_full = free is not None and len(got) >= free
        before = held.get(company[key], 0) + sum(company[other] == company[key] for other in got)
        assert is_full or before >= most


def test_who_never_hosted_comes_first_then_whose_turn_is_longest_ago():
    old, new = date(2020, 1, 1), date(2026, 1, 1)
    assert hosts_in_turn([(1, new, old), (2, None, new), (3, old, old), (4, None, old)]) == [4, 2, 3, 1]
