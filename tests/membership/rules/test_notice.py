"""When a resignation takes effect, by each cluster's rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.core.clock import add_months, year_start
from klynge.membership.rules.notice import effective_on, last_day_for_notice
from klynge.membership.rules.terms import term_end, term_label

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
MONTHS, STARTS = st.integers(0, 18), st.integers(1, 12)
RULES = st.sampled_from(["year_end", "quarter_end_next_year", "months"])


@pytest.mark.parametrize(("rule", "received_on", "months", "year_month", "ends_on"), [
    ("year_end", date(2026, 9, 30), 3, 1, date(2027, 1, 1)),  # notice_3m_a: by 30 September
    ("year_end", date(2026, 10, 1), 3, 1, date(2028, 1, 1)),
    ("year_end", date(2026, 12, 31), 3, 1, date(2028, 1, 1)),
    ("year_end", date(2026, 12, 31), 0, 1, date(2027, 1, 1)),
    ("year_end", date(2026, 5, 31), 3, 9, date(2026, 9, 1)),  # notice_3m_b: by 31 May, for a year from 1 September
    ("year_end", date(2026, 6, 1), 3, 9, date(2027, 9, 1)),
    ("year_end", date(2026, 6, 30), 6, 1, date(2027, 1, 1)),
    ("quarter_end_next_year", date(2026, 8, 15), 3, 1, date(2027, 10, 1)),  # notice_rolling
    ("quarter_end_next_year", date(2026, 12, 31), 0, 1, date(2028, 1, 1)),
    ("quarter_end_next_year", date(2026, 1, 1), 0, 1, date(2027, 4, 1)),
    ("quarter_end_next_year", date(2026, 2, 28), 0, 2, date(2027, 5, 1)),
    ("months", date(2026, 5, 15), 3, 1, date(2026, 9, 1)),
    ("months", date(2026, 5, 31), 3, 1, date(2026, 9, 1)),
    ("months", date(2024, 2, 29), 0, 1, date(2024, 3, 1)),
])  # fmt: skip
def test_each_rule_ends_the_membership_on_its_day(rule, received_on, months, year_month, ends_on):
    assert effective_on(rule, received_on=received_on, months=months, year_month=year_month) == ends_on


def test_a_rule_that_nobody_knows_is_a_fault():
    with pytest.raises(ValueError, match="no notice rule"):
        effective_on("never", received_on=date(2026, 1, 1), months=3, year_month=1)


@given(DAYS, MONTHS, STARTS, RULES)
def test_a_membership_never_ends_before_its_notice_and_always_on_the_first_of_a_month(received_on, months, year_month, rule):
    ends_on = effective_on(rule, received_on=received_on, months=months, year_month=year_month)
    assert ends_on > received_on and ends_on.day == 1


@given(DAYS, MONTHS, STARTS)
def test_the_year_end_is_the_first_one_that_the_notice_reaches(received_on, months, year_month):
    ends_on = effective_on("year_end", received_on=received_on, months=months, year_month=year_month)
    assert year_start(ends_on, year_month) == ends_on
    assert received_on <= last_day_for_notice(ends_on, months=months)
    earlier = add_months(ends_on, -12)
    assert earlier <= received_on or received_on > last_day_for_notice(earlier, months=months)


@given(DAYS, MONTHS, STARTS, RULES)
def test_later_notice_never_ends_a_membership_earlier(received_on, months, year_month, rule):
    first, second = (
        effective_on(rule, received_on=day, months=months, year_month=year_month) for day in (received_on, received_on + timedelta(1))
    )
    assert first <= second


@given(DAYS, STARTS)
def test_rolling_notice_runs_for_a_year_and_at_most_a_quarter(received_on, year_month):
    ends_on = effective_on("quarter_end_next_year", received_on=received_on, months=0, year_month=year_month)
    assert add_months(received_on, 12) < ends_on <= add_months(received_on.replace(day=1), 15)
    assert (ends_on.month - year_month) % 3 == 0


@given(st.integers(2000, 2090), STARTS)
def test_a_membership_year_is_whole_and_named_by_its_days(year, month):
    starts_on = date(year, month, 1)
    assert term_end(starts_on) == date(year + 1, month, 1)
    assert (
        term_label(date(2026, 9, 1)) == "2026/27" and term_label(date(2027, 1, 1)) == "2027" and term_label(date(2099, 7, 1)) == "2099/00"
    )
