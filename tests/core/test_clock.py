"""Moments and days: one bridge, in Danish time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.core.clock import DANISH, add_months, day_of, noon_of, year_start

days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 7, 31, 21, 59, tzinfo=UTC), date(2026, 7, 31)),  # summer: two hours ahead
        (datetime(2026, 7, 31, 22, 0, tzinfo=UTC), date(2026, 8, 1)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),  # winter: one hour ahead
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),  # the night the clock goes forward
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),  # the night it goes back
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_a_moment_belongs_to_its_danish_day(at, day):
    assert day_of(at) == day


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        day_of(datetime(2026, 1, 1))


@given(days)
def test_noon_is_in_its_day_at_twelve_and_in_utc(day):
    assert day_of(noon_of(day)) == day
    assert noon_of(day).astimezone(DANISH).hour == 12 and noon_of(day).tzinfo is UTC


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2028, 1, 31), 1, date(2028, 2, 29)), (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)), (date(2028, 2, 29), 12, date(2029, 2, 28)), (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)), (date(2026, 1, 31), -13, date(2024, 12, 31)),
    ],
)  # fmt: skip
def test_moving_by_months_clips_to_the_length_of_the_month(day, months, moved):
    assert add_months(day, months) == moved


@given(days, st.integers(-600, 600))
def test_moving_by_months_lands_in_the_month_meant(day, months):
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


@given(days, st.integers(1, 12))
def test_a_year_starts_in_its_month_and_holds_the_day(day, month):
    starts_on = year_start(day, month)
    assert (starts_on.day, starts_on.month) == (1, month)
    assert starts_on <= day < add_months(starts_on, 12)
