"""The queue moves by itself, in order; nobody is ever promised a seat that is not there."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django_scopes import scope

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.ranges import span
from klynge.directory.models import Affiliation, Person
from klynge.events.actions import accept_offer, cancel_registration, move_queue, record_attendance, substitute_attendee, undo_attendance
from klynge.events.models import Attendance, Registration, Substitution
from tests.events.stage import come, held

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nordlys(world):
    with scope(cluster=world.nordlys):
        yield world


def states(event):
    return [registration.state.value for registration in Registration.objects.filter(event=event).order_by("pk")]


def test_twenty_at_once_for_seven_seats(nordlys):
    event = held(nordlys, capacity=7)

    def try_it(number):
        try:
            come(nordlys, event, number)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(try_it, range(20)))
    assert states(event) == ["seated"] * 7 + ["waiting"] * 13


def test_a_seat_given_up_is_offered_to_the_first_and_held(nordlys):
    event = held(nordlys, capacity=1, answer_hours=24)
    first, second, third = (come(nordlys, event, n) for n in (1, 2, 3))
    cancel_registration(first, actor=nordlys.astrid, at=nordlys.noon)
    move_queue(event, actor=nordlys.astrid, at=nordlys.noon)
    assert states(event) == ["cancelled", "offered", "waiting"]
    assert move_queue(event, actor=nordlys.astrid, at=nordlys.noon) == []
    come(nordlys, event, 4)
    assert states(event)[3] == "waiting"
    accept_offer(second, actor=nordlys.astrid, at=nordlys.noon + timedelta(hours=23))
    assert states(event) == ["cancelled", "seated", "waiting", "waiting"]
    assert third.pk


def test_an_offer_that_nobody_answers_goes_to_the_next(nordlys):
    event = held(nordlys, capacity=1, answer_hours=24)
    first, second, _third = (come(nordlys, event, n) for n in (1, 2, 3))
    cancel_registration(first, actor=nordlys.astrid, at=nordlys.noon)
    move_queue(event, actor=nordlys.astrid, at=nordlys.noon)
    later = nordlys.noon + timedelta(hours=24)
    with pytest.raises(Conflict, match="run out"):
        accept_offer(second, actor=nordlys.astrid, at=later)
    move_queue(event, actor=nordlys.astrid, at=later)
    assert states(event) == ["cancelled", "cancelled", "offered"]


def test_an_offer_whose_seat_was_given_away_is_not_taken_by_an_older_clock(nordlys):
    event = held(nordlys, capacity=1, answer_hours=24)
    first, second = (come(nordlys, event, n) for n in (1, 2))
    cancel_registration(first, actor=nordlys.astrid, at=nordlys.noon)
    move_queue(event, actor=nordlys.astrid, at=nordlys.noon)
    come(nordlys, event, 3, at=nordlys.noon + timedelta(hours=24))
    with pytest.raises(Conflict, match="run out"):
        accept_offer(second, actor=nordlys.astrid, at=nordlys.noon + timedelta(hours=23, minutes=59))
    assert states(event) == ["cancelled", "offered", "seated"]


def test_shortly_before_the_seat_is_given_at_once(nordlys):
    event = held(nordlys, capacity=1)
    first, _second = (come(nordlys, event, n) for n in (1, 2))
    cancel_registration(first, actor=nordlys.astrid, at=nordlys.noon)
    move_queue(event, actor=nordlys.astrid, at=event.starts_at - timedelta(hours=3))
    assert states(event) == ["cancelled", "seated"]


def test_one_may_leave_the_queue_and_the_big_party_keeps_its_turn(nordlys):
    event = held(nordlys, capacity=2, most_in_party=2)
    rows = [come(nordlys, event, 1), come(nordlys, event, 2, party=2), come(nordlys, event, 3)]
    move_queue(event, actor=nordlys.astrid, at=nordlys.noon)
    assert states(event) == ["seated", "waiting", "waiting"]
    cancel_registration(rows[1], actor=nordlys.astrid, at=nordlys.noon)
    move_queue(event, actor=nordlys.astrid, at=nordlys.noon)
    assert states(event) == ["seated", "cancelled", "offered"]


def test_sign_ups_cancellations_and_the_queue_at_the_same_time_never_oversell(nordlys):
    event = held(nordlys, capacity=5, answer_hours=1)
    begun = [come(nordlys, event, n) for n in range(8)]

    def act(number):
        try:
            with scope(cluster=nordlys.nordlys):
                if number % 3 == 0:
                    cancel_registration(begun[number // 3], actor=nordlys.astrid, at=nordlys.noon)
                elif number % 3 == 1:
                    move_queue(event, actor=nordlys.astrid, at=nordlys.noon)
                else:
                    come(nordlys, event, 100 + number)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(24)))
    move_queue(event, actor=nordlys.astrid, at=nordlys.noon)
    found = states(event)
    assert found.count("seated") + found.count("offered") == 5
    assert "waiting" not in found[: found.index("offered")]


def colleague(world, name="Ida Colleague", *, works=True):
    person = Person.objects.create(name=name)
    if works:
        Affiliation.objects.create(person=person, organisation=world.fjord, during=span(world.today))
    return person


def test_a_colleague_comes_instead_and_keeps_the_turn(nordlys):
    event = held(nordlys, capacity=1)
    come(nordlys, event, 1)
    waiting = come(nordlys, event, 2, organisation=nordlys.fjord)
    ida = colleague(nordlys)
    moved = substitute_attendee(waiting, to=ida, email="ida@fjord.example", actor=nordlys.astrid, at=nordlys.noon)
    assert (moved.name, moved.email, moved.state.value) == ("Ida Colleague", "ida@fjord.example", "waiting")
    assert Substitution.objects.get().from_name == "Gæst 2"
    with pytest.raises(Invalid, match="colleague"):
        substitute_attendee(moved, to=colleague(nordlys, "Else", works=False), email="e@e.example", actor=nordlys.astrid, at=nordlys.noon)
    with pytest.raises(Conflict, match="signed up"):
        substitute_attendee(moved, to=ida, email="ida@fjord.example", actor=nordlys.astrid, at=nordlys.noon)


def test_a_scan_counts_once_however_often_it_is_sent(nordlys):
    event = held(nordlys)
    row = come(nordlys, event, 1)
    for _ in range(3):
        record_attendance(row, nonce="abc", came_at=event.starts_at, actor=nordlys.astrid, at=event.starts_at + timedelta(hours=1))
    assert Attendance.objects.get().came_at == event.starts_at
    with pytest.raises(Refused):
        record_attendance(row, nonce="x", came_at=event.starts_at, actor=nordlys.bo, at=event.starts_at)
    undo_attendance(row, actor=nordlys.astrid, at=event.starts_at)
    assert not Attendance.objects.exists()
