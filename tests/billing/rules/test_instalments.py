from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.billing.rules.instalments import FEWEST, MOST, Part, PlanState, missed_minor, monthly, parts_of, state_of

THREE = [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
PARTS = [Part(day, 100) for day in THREE]
months = st.integers(FEWEST, MOST)


def test_the_parts_are_equal_and_the_first_take_what_is_left():
    assert parts_of(1_000_01, THREE) == [Part(THREE[0], 333_34), Part(THREE[1], 333_34), Part(THREE[2], 333_33)]


def test_the_days_may_come_in_any_order():
    assert [part.due_on for part in parts_of(300, THREE[::-1])] == THREE


@pytest.mark.parametrize("days", [[], THREE[:1], [THREE[0]] * 2, monthly(THREE[0], MOST + 1)])
def test_what_is_no_plan_is_refused(days):
    with pytest.raises(ValueError, match="can't be paid"):
        parts_of(1_000_00, days)


def test_no_part_is_nothing():
    with pytest.raises(ValueError, match="can't be paid"):
        parts_of(2, THREE)


def test_a_month_without_the_day_has_its_last():
    assert monthly(date(2027, 10, 31), 5) == [
        date(2027, 10, 31),
        date(2027, 11, 30),
        date(2027, 12, 31),
        date(2028, 1, 31),
        date(2028, 2, 29),
    ]


@pytest.mark.parametrize(
    ("paid", "on", "missed", "state"),
    [
        (0, date(2027, 1, 31), 0, PlanState.KEPT),  # its own last day is in time
        (0, date(2027, 2, 1), 100, PlanState.MISSED),
        (99, date(2027, 2, 1), 1, PlanState.MISSED),
        (100, date(2027, 2, 1), 0, PlanState.KEPT),
        (250, date(2027, 3, 31), 0, PlanState.KEPT),  # more than was due by then
        (250, date(2027, 4, 1), 50, PlanState.MISSED),
        (300, date(2027, 1, 1), 0, PlanState.PAID),
    ],
)
def test_an_agreement_is_kept_as_long_as_what_was_due_has_come(paid, on, missed, state):
    assert (missed_minor(PARTS, paid_minor=paid, on=on), state_of(PARTS, paid_minor=paid, on=on)) == (missed, state)


def test_an_ended_agreement_is_ended_unless_it_was_paid():
    assert state_of(PARTS, paid_minor=0, on=THREE[0], is_ended=True) is PlanState.ENDED
    assert state_of(PARTS, paid_minor=300, on=THREE[0], is_ended=True) is PlanState.PAID


@given(st.integers(MOST, 10**10), st.dates(date(2000, 1, 1), date(2090, 1, 1)), months)
def test_the_parts_are_the_whole_and_differ_by_at_most_one_oere(minor, first, count):
    parts = parts_of(minor, monthly(first, count))
    assert sum(part.minor for part in parts) == minor
    assert max(part.minor for part in parts) - min(part.minor for part in parts) <= 1
