from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.billing.rules.ageing import BUCKETS, MONTHS, bucket_of, by_month, expected_on

DAY = date(2027, 3, 15)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
dues = st.lists(st.tuples(days, st.integers(1, 10**9)), max_size=30)


@pytest.mark.parametrize(
    ("days_late", "bucket"),
    [(-40, "not_due"), (0, "not_due"), (1, "to_30"), (30, "to_30"), (31, "to_60"), (60, "to_60"), (61, "to_90"), (90, "to_90"), (91, "over_90"), (4_000, "over_90")],
)  # fmt: skip
def test_a_debt_is_as_old_as_the_days_after_its_last_day(days_late, bucket):
    assert bucket_of(DAY - timedelta(days=days_late), on=DAY) == bucket


def test_the_buckets_leave_no_day_out_and_share_none():
    edges = list(BUCKETS.values())
    assert (edges[0][0], edges[-1][1]) == (None, None)
    assert all(before[1] + 1 == after[0] for before, after in pairwise(edges))


def test_money_comes_after_the_usual_delay_and_never_in_the_past():
    assert expected_on(date(2027, 3, 20), on=DAY, days_late=8) == date(2027, 3, 28)
    assert expected_on(date(2027, 1, 1), on=DAY, days_late=8) == DAY
    assert expected_on(date.max, on=DAY, days_late=8) == date.max


def test_what_is_expected_stands_by_month_without_gaps():
    ahead = by_month([(date(2027, 3, 20), 100), (date(2027, 5, 30), 50), (date(2026, 1, 1), 7)], on=DAY, days_late=5)
    assert ahead.months == ((date(2027, 3, 1), 107), (date(2027, 4, 1), 0), (date(2027, 5, 1), 0), (date(2027, 6, 1), 50))
    assert ahead.later_minor == 0


def test_what_comes_after_the_last_month_is_told_apart():
    ahead = by_month([(date(2028, 2, 29), 5), (date(2028, 3, 1), 9)], on=DAY)
    assert (len(ahead.months), ahead.months[-1], ahead.later_minor) == (MONTHS, (date(2028, 2, 1), 5), 9)


def test_nothing_owed_is_nothing_expected():
    assert (by_month([], on=DAY).months, by_month([], on=DAY).later_minor) == ((), 0)


@given(dues, days, st.integers(0, 400))
def test_no_krone_is_lost_between_the_months(owed, on, days_late):
    ahead = by_month(owed, on=on, days_late=days_late)
    assert sum(minor for _month, minor in ahead.months) + ahead.later_minor == sum(minor for _day, minor in owed)
    assert len(ahead.months) <= MONTHS
