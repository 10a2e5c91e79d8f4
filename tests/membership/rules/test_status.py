"""A membership's status is a function of its dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.membership.rules.status import status

JOINED, NOTICE, ENDS = date(2020, 1, 1), date(2026, 9, 1), date(2027, 1, 1)
DAY = timedelta(1)


@pytest.mark.parametrize(("on_day", "expected"), [
    (JOINED - DAY, "upcoming"), (JOINED, "active"), (NOTICE - DAY, "active"), (NOTICE, "leaving"), (ENDS - DAY, "leaving"), (ENDS, "ended"),
])  # fmt: skip
def test_status_changes_on_the_day_itself(on_day, expected):
    assert status(JOINED, ENDS, NOTICE, on_day) == expected


def test_without_an_end_a_member_is_active_and_without_notice_to_the_last_day():
    assert status(JOINED, None, None, date(2090, 1, 1)) == "active"
    assert status(JOINED, ENDS, None, ENDS - DAY) == "active"


DAYS = st.dates(date(2015, 1, 1), date(2035, 1, 1))


@given(DAYS, st.none() | DAYS, st.none() | DAYS, DAYS)
def test_time_moves_a_membership_one_way_only(joined_on, ends_on, notice_on, on_day):
    order = ["upcoming", "active", "leaving", "ended"]
    ends_on = max(ends_on, joined_on + DAY) if ends_on else None
    today, tomorrow = (status(joined_on, ends_on, notice_on, day) for day in (on_day, on_day + DAY))
    assert order.index(today) <= order.index(tomorrow)
