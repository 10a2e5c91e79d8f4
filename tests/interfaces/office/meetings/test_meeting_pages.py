"""Meeting days in the office, from the first word to the report, and without faults on the way."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from klynge.meetings import actions
from klynge.meetings.models import Mark, MeetingDay, NoShow, Participant, Planning
from klynge.meetings.queries.instance import current_plan
from klynge.meetings.tasks import search_plan
from tests.meetings.conftest import stage  # noqa: F401
from tests.world import build


def office(name, *rest):
    return reverse(f"office:meetings:{name}", args=["nordlys", *rest])


@pytest.fixture
def planned(stage, client):  # noqa: F811
    client.force_login(stage.world.astrid_user)
    stage.wish(0, g1="must", g2="meet", g3="no")
    return stage


def run(day):
    with scope(cluster=day.cluster):
        search_plan(day.cluster_id, Planning.objects.get(day=day, ended_at__isnull=True).pk)


def test_a_day_is_begun_and_its_slots_are_laid_by_the_danish_clock(client, db):
    world = build()
    client.force_login(world.astrid_user)
    assert "Ingen mødedage endnu" in client.get(office("list"), headers={"accept-language": "da"}).content.decode()
    typed = {"title_da": "Mødedag", "held_on": "2027-06-03", "tables": 12, "mode": "organiser", "search_seconds": 30}
    client.post(office("new"), typed)
    with scope(cluster=world.nordlys):
        day = MeetingDay.objects.get()
    client.post(office("slots", day.pk), {"begins": "09:00", "minutes": 20, "between": 5, "count": 3, "lunch_after": 2, "lunch": 45})
    with scope(cluster=world.nordlys):
        assert (day.tables, day.search_seconds) == (12, 30)
        assert [f"{slot.begins_at:%H:%M}" for slot in day.slots.all()] == ["07:00", "07:25", "08:35"]


def test_wishes_are_planned_published_noted_and_reported(client, planned):
    day, guest = planned.day, planned.guests[0]
    marks = {f"mark-{planned.guests[4].pk}": "meet", "wishes": "1", "away": str(planned.slots[0].pk)}
    client.post(office("guest", day.pk, guest.pk), marks)
    assert Mark.objects.get(participant=guest, about=planned.guests[4]).kind == "meet"
    client.post(office("order", day.pk))
    assert "every 2s" in client.get(office("planning", day.pk)).content.decode()
    run(day)
    client.post(office("publish", day.pk, 1))
    plan = current_plan(day)
    assert plan.meetings.held().count() == 3
    for page in ("detail", "guests", "planning", "tables", "board", "report"):
        answer = client.get(office(page, day.pk))
        is_named = page in ("detail", "planning") or "Firma 1" in answer.content.decode()
        assert (page, answer.status_code, is_named) == (page, 200, True)
    client.post(office("note", day.pk, guest.pk), {"missing": "1", "slot": "0"})
    assert NoShow.objects.get().participant == guest
    client.post(office("note", day.pk, guest.pk), {"back": "1"})
    assert not NoShow.objects.exists()


def test_a_company_is_searched_for_added_and_taken_off(client, planned):
    lone = planned.world.fjord.__class__.objects.create(name="Ny Gæst A/S")
    planned.world.fjord.listings.model.objects.create(cluster=planned.world.nordlys, organisation=lone, listed_at=planned.world.noon)
    assert "Ny Gæst A/S" in client.get(office("guests", planned.day.pk), {"q": "ny gæst"}).content.decode()
    client.post(office("add_guest", planned.day.pk), {"organisation": lone.pk})
    made = Participant.objects.get(organisation=lone)
    client.post(office("guest", planned.day.pk, made.pk), {"least": 1, "most": 4, "stand": "A1"})
    made.refresh_from_db()
    assert (made.least, made.most, made.stand) == (1, 4, "A1")
    client.post(office("remove_guest", planned.day.pk, made.pk))
    assert not Participant.objects.filter(organisation=lone).exists()


def test_an_order_of_meetings_is_noted_kept_to_and_taken_back(client, planned):
    day, guest, (_, first, then, *_rest) = planned.day, planned.guests[0], planned.guests
    client.post(office("sequence", day.pk, guest.pk), {"first": then.pk, "then": first.pk})
    client.post(office("order", day.pk))
    run(day)
    slots = {meeting.other_id: meeting.slot.number for meeting in day.plans.get().meetings.held()}
    assert slots[then.pk] < slots[first.pk]
    client.post(office("sequence", day.pk, guest.pk), {"drop": day.precedences.get().pk})
    assert not day.precedences.exists()


@pytest.mark.parametrize("page", ["list", "guests", "tables", "board", "report"])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, planned, page):
    address = office(page) if page == "list" else office(page, planned.day.pk)
    counts = []
    for wish in ("g4", "g5"):
        planned.wish(0, **{wish: "meet"})
        actions.order_planning(planned.day, keeps_confirmed=True, **planned.by)
        run(planned.day)
        actions.publish_plan(planned.day.plans.first(), **planned.by)
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        counts.append(len(seen))
        facts = {"place": "", "tables": 2, "mode": "organiser", "needs_both": False, "held_on": planned.day.held_on}
        actions.arrange_day(planned.world.nordlys, title={"da": "To"}, **facts, **planned.by)
    assert counts[0] == counts[1]
