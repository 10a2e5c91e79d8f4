from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from klynge.programmes.rules.de_minimis import ceiling_on, cents_of, room_left, window_start

DAYS = some.dates(date(2024, 6, 1), date(2032, 12, 31))
AID = some.lists(some.tuples(DAYS, some.integers(0, 200_000_00)), max_size=12)


def test_the_window_is_three_years_with_the_day_itself():
    assert window_start(date(2027, 3, 7), 3) == date(2024, 3, 8)
    assert window_start(date(2028, 2, 29), 3) == date(2025, 3, 1)
    on, full = date(2027, 3, 7), 300_000_00
    assert room_left([(date(2024, 3, 8), full)], on=on) == 0
    assert room_left([(date(2024, 3, 7), full)], on=on) == full


def test_aid_promised_for_later_counts_against_the_spans_that_it_falls_into():
    later = date(2028, 1, 1)
    assert room_left([(later, 250_000_00)], on=date(2027, 1, 1)) == 50_000_00
    assert room_left([(later, 250_000_00)], on=date(2024, 2, 1)) == 300_000_00


@given(AID, DAYS)
def test_what_there_is_room_for_breaks_no_window_and_one_cent_more_does(aid, on):
    left = room_left(aid, on=on)

    def fits(cents):
        rows = [*aid, (on, cents)]
        ends = [day for day, _given in rows if on <= day and window_start(day, 3) <= on]
        return all(sum(given for day, given in rows if window_start(end, 3) <= day <= end) <= 300_000_00 for end in ends)

    if left >= 0:
        assert fits(left) and not fits(left + 1)
    else:
        assert not fits(0)


@given(AID, DAYS, some.tuples(DAYS, some.integers(0, 200_000_00)))
def test_more_aid_never_makes_more_room(aid, on, one):
    assert room_left([*aid, one], on=on) <= room_left(aid, on=on)


@given(some.integers(0, 10**10), some.integers(1, 2_000))
def test_an_amount_in_euro_is_never_less_than_was_given(ore, rate):
    cents = cents_of(ore, ore_per_euro=rate)
    assert cents * rate >= ore * 100 and (cents - 1) * rate < ore * 100


def test_ceilings_hold_from_their_day_and_a_rate_of_nothing_is_none():
    assert (ceiling_on(date(2023, 12, 31)).cents, ceiling_on(date(2024, 1, 1)).cents) == (200_000_00, 300_000_00)
    with pytest.raises(LookupError):
        ceiling_on(date(2000, 1, 1))
    with pytest.raises(ValueError, match="above zero"):
        cents_of(1, ore_per_euro=0)
