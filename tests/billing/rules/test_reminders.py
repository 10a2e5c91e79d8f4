"""What the law allows of a reminder, and not an øre more."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.billing.rules.interest import DayCount, Owed, RateUnknown, half_year_of, interest_minor
from klynge.billing.rules.reminders import Case, Hold, Step, faults_of, next_step

DUE = date(2024, 1, 31)
STEPS = [Step(1, 8, 10, 0), Step(2, 14, 10, 100_00), Step(3, 14, 10, 100_00, charges_interest=True, charges_compensation=True)]
RATES = {date(2023, 1, 1): 190, date(2023, 7, 1): 335, date(2024, 1, 1): 375}  # basis points


def test_the_first_step_waits_its_days_and_the_next_ones_theirs():
    assert next_step(Case(DUE), STEPS, on=date(2024, 2, 7)) is Hold.TOO_SOON
    assert next_step(Case(DUE), STEPS, on=date(2024, 2, 8)) == STEPS[0]
    sent = Case(DUE, (date(2024, 2, 8),))
    assert [next_step(sent, STEPS, on=date(2024, 2, day)) for day in (17, 18, 21, 22)] == [
        Hold.TEN_DAYS,
        Hold.TOO_SOON,
        Hold.TOO_SOON,
        STEPS[1],
    ]


@pytest.mark.parametrize(
    ("case", "steps", "why"),
    [
        (Case(DUE, is_disputed=True), STEPS, Hold.DISPUTED),
        (Case(DUE, is_paused=True), STEPS, Hold.PAUSED),
        (Case(DUE, pays_by_instalments=True), STEPS, Hold.INSTALMENTS),
        (Case(DUE), [], Hold.NO_RULE),
        (Case(DUE, (DUE, DUE, DUE)), STEPS, Hold.DONE),
    ],
)
def test_what_stands_in_the_way_is_named(case, steps, why):
    assert next_step(case, steps, on=date(2025, 1, 1)) is why


@given(st.lists(st.integers(0, 40), max_size=60), st.lists(st.tuples(st.integers(1, 60), st.integers(0, 100_00)), min_size=1, max_size=5))
def test_whenever_one_tries_there_are_at_most_three_ten_days_apart(waits, rule):
    steps = [Step(number, days, 10, fee) for number, (days, fee) in enumerate(rule, 1)]
    day, sent, fees = DUE + timedelta(days=1), (), 0
    for wait in waits:
        day += timedelta(days=wait)
        step = next_step(Case(DUE, sent), steps, on=day)
        if isinstance(step, Step):
            sent, fees = (*sent, day), fees + step.fee_minor
    assert len(sent) <= 3 and fees <= 300_00
    assert all((later - earlier).days >= 10 for earlier, later in pairwise(sent))


@pytest.mark.parametrize(
    ("steps", "faults"),
    [
        (STEPS, []),
        ([Step(1, 8, 10, 100_01)], [(1, "fee")]),
        ([Step(1, 8, 10, -1)], [(1, "fee")]),
        ([Step(1, 8, 10), Step(2, 9, 10)], [(2, "days_between")]),
        ([Step(1, 0, 0)], [(1, "days_between"), (1, "deadline")]),
        ([Step(2, 10, 10)], [(0, "order")]),
        ([Step(number, 10, 10) for number in (1, 2, 3, 4)], [(4, "too_many")]),
        ([Step(1, 8, 10, charges_compensation=True), Step(2, 10, 10, charges_compensation=True)], [(2, "compensation")]),
    ],
)
def test_a_rule_that_the_law_forbids_is_told_where(steps, faults):
    assert faults_of(steps) == faults


def interest(owed, until, count=DayCount.THIRTY_360, due=DUE):
    return interest_minor(owed, due_on=due, until=until, rates=RATES, count=count)


def test_interest_runs_from_the_day_after_the_due_day():
    owed = [Owed(date(2024, 1, 1), 10_000_00)]
    assert interest(owed, date(2024, 2, 1)) == 0
    assert interest(owed, date(2024, 3, 1)) == 97_92  # 30 days of 360 at 11.75 % of 10,000
    assert interest(owed, date(2024, 3, 1), DayCount.ACTUAL_365) == 93_36  # 29 days of 365


def test_a_part_payment_and_a_new_half_year_change_it_from_their_day():
    owed = [Owed(date(2023, 5, 1), 10_000_00), Owed(date(2023, 8, 1), 4_000_00)]
    # 165.00 for 60 days at 9.90 %, 94.583 for 30 days at 11.35 %, 37.833 for 30 days of the rest; rounded once
    assert interest(owed, date(2023, 9, 1), due=date(2023, 4, 30)) == 297_42


def test_a_half_year_without_its_rate_is_refused_by_name():
    with pytest.raises(RateUnknown) as unknown:
        interest([Owed(DUE, 1_000_00)], date(2024, 7, 2))
    assert unknown.value.half_year == date(2024, 7, 1) == half_year_of(date(2024, 12, 31))


@given(st.integers(0, 10**9), st.integers(0, 150), st.integers(0, 150), st.sampled_from(DayCount))
def test_more_days_never_cost_less_and_nothing_is_owed_for_nothing(minor, days, more, count):
    owed = [Owed(date(2023, 1, 1), minor)]
    short, long = (interest(owed, DUE + timedelta(days=span), count) for span in (days, days + min(more, 150 - days)))
    assert 0 <= short <= long
    assert interest([Owed(date(2023, 1, 1), 0)], DUE + timedelta(days=days), count) == 0
