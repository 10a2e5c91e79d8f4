"""Plans against brute force, the independent checker, and what is said about those who miss out."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klynge.meetings.rules.annealing import annealed
from klynge.meetings.rules.checking import faults
from klynge.meetings.rules.day import Day, Guest, Plan, Score, Wanted, score, waits
from klynge.meetings.rules.explaining import Reason, obstacles, why_not
from klynge.meetings.rules.first_plan import first_plan, smoothed
from klynge.meetings.rules.search import AIMS, search
from klynge.meetings.rules.tables import changes, seat
from klynge.meetings.tasks.portfolio import plans

PAIRS = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]


@st.composite
def days(draw: st.DrawFn) -> Day:
    """Small days with everything in them: absence, delegates, least and most, stands, order, settled meetings."""
    slots = draw(st.integers(2, 4))
    free = st.frozensets(st.integers(0, slots - 1), min_size=1)
    guest = st.builds(Guest, free=free, delegates=st.integers(1, 2), least=st.integers(0, 2), most=st.sampled_from([None, 1, 2]))
    guests = draw(st.tuples(guest, guest, guest, guest))
    wanted = st.builds(
        Wanted, guests=st.sampled_from(PAIRS), is_must=st.booleans(), is_settled=st.just(False),
        slots=st.one_of(st.none(), free), needs_table=st.booleans(),
    )  # fmt: skip
    meetings = tuple(draw(st.lists(wanted, min_size=1, max_size=5)))
    number = st.integers(0, len(meetings) - 1)
    earlier = draw(st.lists(st.tuples(number, number).filter(lambda pair: pair[0] != pair[1]), max_size=2))
    return Day(slots, draw(st.integers(0, 2)), guests, meetings, tuple(earlier), draw(st.sampled_from([None, 0, 1])))


def all_plans(day: Day) -> Iterator[Plan]:
    yield from (plan for plan in product([None, *range(day.slots)], repeat=len(day.meetings)) if not faults(day, plan))


@settings(deadline=None, max_examples=150)
@given(days(), st.booleans())
def test_the_search_ends_with_the_best_of_all_plans_and_says_that_it_is(day: Day, from_below: bool) -> None:
    steps = list(search(day, smoothed(day, first_plan(day)), from_below=from_below))

    assert steps[-1].is_optimal
    assert steps[-1].plan is not None
    assert faults(day, steps[-1].plan) == []
    assert score(day, steps[-1].plan) == steps[-1].score == min(score(day, plan) for plan in all_plans(day))


@settings(deadline=None, max_examples=100)
@given(days(), st.booleans())
def test_nothing_on_the_way_is_called_proved_that_is_bettered_later(day: Day, from_below: bool) -> None:
    steps = list(search(day, None, from_below=from_below))
    for step in steps:
        for aim in step.proved:
            assert step.plan is not None
            assert getattr(step.score, aim) == getattr(steps[-1].score, aim)


@settings(deadline=None, max_examples=200)
@given(days())
def test_the_plan_at_once_breaks_no_rule_but_that_of_breaks(day: Day) -> None:
    for plan in (first_plan(day), smoothed(day, first_plan(day))):
        assert {fault.kind for fault in faults(day, plan)} <= {"breaks"}


@settings(deadline=None, max_examples=100)
@given(days())
def test_every_meeting_that_is_not_held_has_a_reason(day: Day) -> None:
    plan = first_plan(day)
    assert set(why_not(day, plan)) == {m for m, slot in enumerate(plan) if slot is None}


@settings(deadline=None, max_examples=100)
@given(days())
def test_everybody_who_needs_a_table_gets_one_of_their_own(day: Day) -> None:
    plan = first_plan(day)
    tables = seat(day, plan)
    assert [fault for fault in faults(day, plan, tables) if fault.kind == "table"] == []
    assert changes(day, plan, tables) >= 0


def pair_day(*, slots: int = 3, tables: int = 2, settled: bool = False, most: int | None = None) -> Day:
    free = frozenset(range(slots))
    meetings = tuple(Wanted(pair, is_settled=settled) for pair in ((0, 1), (0, 2), (0, 3)))
    return Day(slots, tables, (Guest(free, most=most), Guest(free), Guest(free), Guest(free)), meetings)


@pytest.mark.parametrize(
    ("plan", "kinds"),
    [
        ((0, 0, 1), ["twice"]),
        ((0, 1), ["length"]),
        ((0, 1, 7), ["slot", "absent", "absent"]),
        ((0, 1, None), []),
    ],
)
def test_the_checker_names_each_fault(plan: Plan, kinds: list[str]) -> None:
    assert [fault.kind for fault in faults(pair_day(), plan)] == kinds


def test_the_checker_sees_too_many_tables_the_wrong_order_and_what_was_promised() -> None:
    free = frozenset(range(2))
    day = Day(2, 1, tuple(Guest(free, most=1) for _ in range(4)), (Wanted((0, 1)), Wanted((2, 3), is_settled=True)), ((0, 1),))

    assert [f.kind for f in faults(day, (0, 0))] == ["tables", "order"]
    assert [f.kind for f in faults(day, (0, None))] == ["settled"]
    assert [f.kind for f in faults(day, (0, 1), [0, None])] == ["table"]


def test_a_day_that_cannot_be_is_proved_impossible() -> None:
    steps = list(search(pair_day(slots=2, settled=True), None, from_below=True))

    assert steps[-1].is_impossible
    assert steps[-1].proved == AIMS


def test_who_is_wanted_more_often_than_they_have_slots_is_told_so() -> None:
    assert obstacles(pair_day(slots=2)) == [Reason("overbooked", guest=0, wanted=3, free=2)]
    assert obstacles(pair_day(slots=2, most=2)) == []
    assert obstacles(pair_day(slots=3, tables=0)) == [Reason("crowded", wanted=3, free=0)]


def test_the_reason_says_who_has_no_time_left() -> None:
    day = pair_day(slots=2)
    assert why_not(day, (0, 1, None)) == {2: Reason("busy", meeting=2, guest=0, wanted=3, free=2)}


def test_waiting_is_counted_in_stretches_and_in_slots() -> None:
    assert waits([0, 1, 4, 6]) == (2, 3)
    assert waits([]) == (0, 0)
    assert Score(0, 0, 0, 1, 1, 9) < Score(0, 0, 1, 0, 0, 0)


@settings(deadline=None, max_examples=100)
@given(days())
def test_turns_lessen_breaks_and_keep_all_that_is_held(day: Day) -> None:
    plan = first_plan(day)
    best = score(day, plan)
    for found in annealed(day, plan, moves=300):
        assert {fault.kind for fault in faults(day, found)} <= {"breaks"}
        there = score(day, found)
        assert there.breaks < best.breaks
        assert (there.musts_missing, there.short, there.missing) == (best.musts_missing, best.short, best.missing)
        best = there


def test_a_search_in_a_process_of_its_own_says_better_plans_until_the_proof() -> None:
    free = frozenset(range(6))
    pairs = [(a, b) for a in range(5) for b in range(5, 9)]
    day = Day(6, 4, tuple(Guest(free) for _ in range(9)), tuple(Wanted(pair, is_settled=True) for pair in pairs))
    steps = list(plans(day, seconds=30))

    assert steps[-1].is_optimal
    assert faults(day, steps[-1].plan) == []
    assert steps[0].plan is not None
