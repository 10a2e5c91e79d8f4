"""Who gets a seat, and whose turn it is."""

from hypothesis import given
from hypothesis import strategies as st

from klynge.events.rules.seating import FULL, SEAT, WAIT, next_up, outcome

QUEUE = st.lists(st.integers(1, 4), max_size=12).map(lambda parties: list(enumerate(parties)))


@given(st.integers(1, 50), st.integers(0, 60), st.integers(1, 5), st.booleans(), st.booleans())
def test_a_seat_is_given_only_where_the_party_fits_and_nobody_waits(capacity, taken, party, has_queue, waits):
    got = outcome(capacity=capacity, taken=taken, party=party, has_queue=has_queue, is_somebody_waiting=waits)
    fits = taken + party <= capacity and not waits
    assert got == (SEAT if fits else WAIT if has_queue else FULL)


def test_without_a_limit_everybody_gets_a_seat():
    assert outcome(capacity=None, taken=10**6, party=9, has_queue=False, is_somebody_waiting=False) == SEAT


@given(QUEUE, st.integers(0, 20))
def test_the_queue_moves_in_its_order_and_never_beyond_what_is_free(queue, free):
    turns = next_up(queue, free=free)
    assert turns == [key for key, _party in queue[: len(turns)]]
    given_away = sum(party for _key, party in queue[: len(turns)])
    assert given_away <= free
    if len(turns) < len(queue):
        assert given_away + queue[len(turns)][1] > free
