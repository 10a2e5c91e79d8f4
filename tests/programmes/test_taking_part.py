"""Seats are aid: nobody gets more than the ceiling, however many ask at once; hours count once they are signed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django_scopes import scope

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.ranges import span
from klynge.directory.models import Ownership
from klynge.engagement.actions import gather_activities
from klynge.engagement.models import Activity
from klynge.programmes.actions import (
    admit_application,
    blot_worker,
    decline_application,
    end_participation,
    note_hours,
    record_outcome,
    reverse_hours,
    sign_hours,
    withdraw_application,
)
from klynge.programmes.models import Aid, Application, Hours, Participation
from klynge.programmes.queries.figures import co_financing, funder_report
from klynge.programmes.queries.undertakings import room_of
from tests import factories
from tests.programmes.course import apply, call, programme, takes_part, works_at

pytestmark = pytest.mark.django_db(transaction=True)
EURO = 100


@pytest.fixture
def nordlys(world):
    with scope(cluster=world.nordlys):
        yield world


def by(world):
    return {"actor": world.astrid, "at": world.noon}


def firm(world, name="Firma"):
    return factories.member(world.nordlys, world.ordinary, name, 5).organisation


def test_a_seat_is_aid_of_its_day_and_what_was_declared_counts(nordlys):
    found = programme(nordlys)
    application = apply(nordlys, call(nordlys, found), nordlys.fjord, other_aid_cents=295_000 * EURO)
    with pytest.raises(Conflict, match="three years"):
        admit_application(application, **by(nordlys))
    assert not Aid.objects.exists() and not Participation.objects.exists()
    decline_application(application, reason="Loftet er nået", **by(nordlys))
    takes_part(nordlys, found, nordlys.fjord)
    assert list(Aid.objects.values_list("granted_on", "cents")) == [(nordlys.today, 10_000 * EURO)]
    assert room_of(nordlys.fjord, on=nordlys.today) == 290_000 * EURO
    assert room_of(nordlys.fjord, on=nordlys.today + timedelta(days=3 * 366)) == 300_000 * EURO


def test_companies_of_one_group_share_the_ceiling_however_many_ask_at_once(nordlys):
    found = programme(nordlys, aid_minor=746_000_00)  # 100,000 euro a seat
    firms = [firm(nordlys, f"Datter {n}") for n in range(5)]
    for each in firms[1:]:
        Ownership.objects.create(organisation=each, parent=firms[0], during=span(nordlys.today - timedelta(days=9)))
    applications = [
        apply(nordlys, call(nordlys, found), each) for each in firms
    ]  # a call each: its row must not be what keeps them in line

    def admit(application):
        try:
            with scope(cluster=nordlys.nordlys):
                admit_application(application, **by(nordlys))
        except Conflict:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(admit, applications))
    assert Participation.objects.count() == 3 and sum(Aid.objects.values_list("cents", flat=True)) == 300_000 * EURO


def test_what_a_company_declares_of_others_is_counted_once_however_often_it_applies(nordlys):
    found = programme(nordlys)
    for cents in (100_000 * EURO, 120_000 * EURO):
        admit_application(apply(nordlys, call(nordlys, found), nordlys.fjord, other_aid_cents=cents), **by(nordlys))
    assert room_of(nordlys.fjord, on=nordlys.today) == (300_000 - 2 * 10_000 - 120_000) * EURO


def test_nobody_works_more_than_a_day_in_a_day_and_signed_hours_stay(nordlys):
    found = programme(nordlys)
    seat, ida = takes_part(nordlys, found, nordlys.fjord), works_at(nordlys, nordlys.fjord, "Ida Holm")
    facts = {"person": ida, "worked_on": nordlys.today, "activity": "Forsøg"}
    hours = note_hours(seat, minutes=20 * 60, **facts, **by(nordlys))
    with pytest.raises(Invalid, match="24 hours"):
        note_hours(seat, minutes=5 * 60, **facts, **by(nordlys))
    sign_hours(found, ids=[hours.pk], **by(nordlys))
    for change in (lambda: Hours.objects.update(minutes=1), lambda: Hours.objects.all().delete()):
        with pytest.raises(IntegrityError, match="reverse them"), transaction.atomic():
            change()
    Hours.objects.update(person=None)


def test_a_call_takes_members_while_it_is_open_each_once_and_only_so_many(nordlys):
    found = programme(nordlys)
    late = call(nordlys, found, opens_on=nordlys.today - timedelta(days=9), closes_on=nordlys.today - timedelta(days=1))
    with pytest.raises(Conflict, match="closed"):
        apply(nordlys, late, nordlys.fjord)
    one = call(nordlys, found, seats_most=1)
    first = apply(nordlys, one, nordlys.fjord)
    with pytest.raises(Conflict, match="already"):
        apply(nordlys, one, nordlys.fjord)
    second = apply(nordlys, one, firm(nordlys))
    admit_application(first, **by(nordlys))
    with pytest.raises(Conflict, match="All seats"):
        admit_application(second, **by(nordlys))
    withdraw_application(second, **by(nordlys))
    with pytest.raises(Conflict, match="decided"):
        decline_application(second, reason="x", **by(nordlys))
    with pytest.raises(Conflict, match="members"):
        apply(nordlys, one, factories.company(nordlys.nordlys, "Fremmed"))


def test_a_company_applies_for_itself_and_decides_nothing(nordlys):
    found = call(nordlys, programme(nordlys))
    bo = replace(nordlys.bo, companies=frozenset({(nordlys.fjord.pk, "colleague")}))
    application = apply(nordlys, found, nordlys.fjord, actor=bo)
    with pytest.raises(Refused):
        apply(nordlys, found, firm(nordlys), actor=bo)
    with pytest.raises(Refused):
        admit_application(application, actor=bo, at=nordlys.noon)
    assert Application.objects.visible_to(bo).get() == application and not Application.objects.visible_to(nordlys.dorte).exists()


def test_hours_count_once_signed_at_the_rate_of_then_and_are_reversed_not_changed(nordlys):
    found = programme(nordlys)
    seat, ida = takes_part(nordlys, found, nordlys.fjord), works_at(nordlys, nordlys.fjord, "Ida Holm")
    hours = note_hours(seat, person=ida, worked_on=nordlys.today, minutes=90, activity="Forsøg", **by(nordlys))
    draft = note_hours(seat, person=ida, worked_on=nordlys.today, minutes=60, activity="Fejl", **by(nordlys))
    reverse_hours(draft, **by(nordlys))
    assert co_financing(found) == 0
    assert [sign_hours(found, ids=[hours.pk], **by(nordlys)) for _time in range(2)] == [1, 0]
    assert co_financing(found) == 900_00
    (row,) = funder_report(found, first=nordlys.today, end=nordlys.today + timedelta(days=1))
    assert (row.cvr, row.minutes, row.worth_minor, row.aid_cents) == (nordlys.fjord.cvr, 90, 900_00, 10_000 * EURO)
    gather_activities(nordlys.nordlys, source="programmes", **by(nordlys))
    assert {(each.kind, each.quantity) for each in Activity.objects.standing()} == {("joined", 100), ("hours", 150)}
    reverse_hours(hours, **by(nordlys))
    gather_activities(nordlys.nordlys, source="programmes", **by(nordlys))
    assert co_financing(found) == 0
    (row,) = funder_report(found, first=nordlys.today, end=nordlys.today + timedelta(days=1))
    assert (row.minutes, row.aid_cents) == (0, 10_000 * EURO)  # the seat is aid of this day, hours or not
    assert list(funder_report(found, first=nordlys.today + timedelta(days=1), end=nordlys.today + timedelta(days=9))) == []
    assert {each.kind for each in Activity.objects.standing()} == {"joined"} and Hours.objects.count() == 2
    with pytest.raises(Conflict):
        reverse_hours(hours, **by(nordlys))


def test_what_can_not_have_been_worked_is_refused(nordlys):
    seat, ida = takes_part(nordlys, programme(nordlys), nordlys.fjord), works_at(nordlys, nordlys.fjord, "Ida Holm")
    good = {"person": ida, "worked_on": nordlys.today, "minutes": 60, "activity": "Forsøg"}
    for wrong in ({"worked_on": nordlys.today + timedelta(days=1)}, {"minutes": 0}, {"minutes": 1441}, {"activity": " "}, {"person": works_at(nordlys, firm(nordlys), "Eva")}):  # fmt: skip
        with pytest.raises(Invalid):
            note_hours(seat, **(good | wrong), **by(nordlys))
    assert not Hours.objects.exists()


def test_a_seat_ends_outcomes_stay_and_the_forgotten_leave_no_name(nordlys):
    seat, ida = takes_part(nordlys, programme(nordlys), nordlys.fjord), works_at(nordlys, nordlys.fjord, "Ida Holm")
    note_hours(seat, person=ida, worked_on=nordlys.today, minutes=60, activity="Forsøg", **by(nordlys))
    with pytest.raises(Invalid):
        record_outcome(seat, kind="product", text="", **by(nordlys))
    record_outcome(seat, kind="product", text="En ny sensor", **by(nordlys))
    end_participation(seat, on=nordlys.today, **by(nordlys))
    with pytest.raises(Conflict):
        end_participation(seat, on=nordlys.today, **by(nordlys))
    assert blot_worker(ida, cluster=nordlys.nordlys, **by(nordlys)) == 1 and Hours.objects.get().person is None
