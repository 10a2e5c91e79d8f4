"""Events on screen: the office, the public site, the portal, calendars."""

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope
from icalendar import Calendar
from openpyxl import load_workbook

from klynge.access.models import Grant, Role
from klynge.events.models import Attendance, Event, Registration
from klynge.events.queries.links import own_token
from klynge.interfaces.wording.calendars import calendar_token
from klynge.membership.actions import present_cluster
from klynge.outbox.models import Mail
from tests.browser import SIZES, judge
from tests.events.stage import come, conference, held
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(client):
    world = build()
    world.noon = timezone.now()
    with scope(cluster=world.nordlys):
        present_cluster(world.nordlys, texts={"headline": {"da": "Nordlys"}}, is_public=True, actor=world.astrid, at=world.noon)
    client.force_login(world.astrid_user)
    return world


def event_of(stage, **facts):
    with scope(cluster=stage.nordlys):
        return held(stage, **facts)


def office(name, *rest):
    return reverse(f"office:events:{name}", args=["nordlys", *rest])


def portal(stage, name, *rest):
    return reverse(f"portal:{name}", args=["nordlys", stage.fjord.pk, *rest])


def text(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def rows(stage):
    with scope(cluster=stage.nordlys):
        return [(row.name, row.state.value) for row in Registration.objects.order_by("pk")]


TYPED = {
    "title_da": "Årsmøde", "starts_at": "2099-05-01T09:00", "ends_at": "2099-05-01T12:00", "capacity": "1", "has_waiting_list": "on", "is_public": "on",
    "question_1_da": "Mad?", "question_1_kind": "text", "price_1_who": "member", "price_1_amount": "0",
}  # fmt: skip


@pytest.fixture
def planned(client, stage):
    assert client.post(office("new"), TYPED | {"ends_at": "2099-05-01T08:00"}).status_code == 422
    client.post(office("new"), TYPED)
    with scope(cluster=stage.nordlys):
        event = Event.objects.get()
    assert client.post(office("edit", event.pk), TYPED | {"title_en": "Annual meeting"}).status_code == 302
    client.post(office("publish", event.pk))
    for name in ("Bo", "Eva"):
        client.post(office("add", event.pk), {"name": name, "email": f"{name}@fjord.example", "company": "13748136", "party": "1"})
    return event


def test_an_event_is_planned_opened_filled_and_cancelled_in_the_office(client, stage, planned, run_jobs):
    assert rows(stage) == [("Bo", "seated"), ("Eva", "waiting")]
    with scope(cluster=stage.nordlys):
        first = Registration.objects.get(name="Bo")
    client.post(office("cancel_attendee", planned.pk, first.pk))
    run_jobs()
    assert rows(stage) == [("Bo", "cancelled"), ("Eva", "offered")]
    assert "One attendee" in text(client.get(office("cancel", planned.pk), headers={"accept-language": "en"}))
    client.post(office("cancel", planned.pk), {"reason": "Storm"})
    assert rows(stage)[1] == ("Eva", "cancelled")


def test_who_came_is_noted_and_taken_back(client, stage, planned):
    with scope(cluster=stage.nordlys):
        first = Registration.objects.get(name="Bo")
        for sent, count in (({}, 1), ({}, 1), ({"undo": "1"}, 0)):
            client.post(office("attendance", planned.pk, first.pk), sent)
            assert Attendance.objects.count() == count


def test_the_way_from_the_site_leads_to_the_own_company(client, stage):
    event = event_of(stage)
    address = reverse("event_entry", args=["nordlys", event.pk])
    assert client.get(address).status_code == 404
    client.force_login(stage.bo_user)
    assert client.get(address).url == portal(stage, "events_detail", event.pk)
    client.logout()
    assert reverse("account_login") in client.get(address).url


def test_the_list_of_attendees_is_a_workbook_without_formulas(client, stage):
    event = event_of(stage)
    come(stage, event, 1, name="=1+1", organisation=stage.fjord)
    sheet = load_workbook(io.BytesIO(b"".join(client.get(office("export", event.pk)).streaming_content))).active
    assert [cell.value for cell in sheet[2]][:3] == ["'=1+1", "guest1@else.example", "Fjord Data ApS"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_seen(visitor, stage, size, scheme):
    pages = [(stage.astrid_user, office("list")), (stage.astrid_user, office("new"))]
    event = event_of(
        stage,
        capacity=2,
        most_per_company=9,
        prices=[{"who": "member", "amount_minor": 5000, "until_on": stage.today}],
        product=conference_of(stage),
    )
    for number in (1, 2, 3):
        come(stage, event, number, organisation=stage.fjord)
    pages += [(stage.astrid_user, office(name, event.pk)) for name in ("detail", "edit", "add", "cancel")] + [
        (stage.astrid_user, office("list"))
    ]
    pages += [
        (stage.bo_user, portal(stage, "events")),
        (stage.bo_user, portal(stage, "events_detail", event.pk)),
        (stage.bo_user, portal(stage, "events_calendar")),
    ]
    pages += [(None, f"/nordlys/events/{event.slug}/"), (None, "/nordlys/events/"), (None, f"/nordlys/events/{event.slug}/registration/")]
    for count, (user, address) in enumerate(pages):
        judge(visitor.open(address, user=user, size=size, scheme=scheme), f"events-{count}-{size}-{scheme}")


def conference_of(stage):
    with scope(cluster=stage.nordlys):
        return conference(stage)


def test_a_member_signs_up_with_one_click_without_javascript(visitor, stage):
    event = event_of(stage)
    page = visitor.open(portal(stage, "events_detail", event.pk), user=stage.bo_user, script=False)
    page.click("text=Sign up >> nth=-1")
    assert "has a seat" in page.content()
    assert rows(stage) == [("Bo Ågård", "seated")]
    page.click("text=Sign off")
    assert rows(stage) == [("Bo Ågård", "cancelled")]


def test_a_guest_signs_up_by_the_link_in_a_mail_and_leaves_by_the_own_page(client, stage):
    client.logout()
    event = event_of(stage, capacity=1)
    address = f"/nordlys/events/{event.slug}/registration/"
    assert client.post(address, {"name": "", "email": "x"}).status_code == 422
    client.post(address, {"name": "Eva Gæst", "email": "eva@else.example", "organisation_name": "Gæst ApS"})
    assert rows(stage) == []
    with scope(cluster=stage.nordlys):
        token = Mail.objects.get(rule="events.asked").context["token"]
    link = f"/nordlys/events/{event.slug}/confirm/{token}/"
    assert (client.get(link).status_code, rows(stage)) == (200, [])
    mine = client.post(link).url
    assert rows(stage) == [("Eva Gæst", "seated")]
    assert client.post(link).status_code == 409
    assert client.get(mine).status_code == 200
    client.post(mine, {"answer": "cancel"})
    assert rows(stage) == [("Eva Gæst", "cancelled")]
    assert client.get(link[:-5] + "xxxx/").status_code == 404
    assert client.get(mine[:-5] + "xxxx/").status_code == 404


def test_who_waits_sees_the_place_in_the_queue_and_takes_the_seat(client, stage, run_jobs):
    event = event_of(stage, capacity=1)
    first, _second, third = (come(stage, event, n) for n in (1, 2, 3))
    mine = f"/nordlys/events/{event.slug}/mine/{own_token(third)}/"
    assert "number 2" in text(client.get(mine.replace("/nordlys/", "/nordlys/en/")))
    client.post(f"/nordlys/events/{event.slug}/mine/{own_token(first)}/", {"answer": "cancel"})
    run_jobs()
    client.post(f"/nordlys/events/{event.slug}/mine/{own_token(_second)}/", {"answer": "accept"})
    assert [state for _name, state in rows(stage)] == ["cancelled", "seated", "waiting"]


def test_a_colleague_comes_instead_from_the_portal(client, stage):
    from klynge.core.ranges import span
    from klynge.directory.models import Affiliation, Person, PersonEmail

    ida = Person.objects.create(name="Ida Colleague")
    PersonEmail.objects.create(person=ida, address="ida@fjord.example", is_primary=True)
    Affiliation.objects.create(person=ida, organisation=stage.fjord, during=span(stage.today.replace(year=2020)))
    event = event_of(stage)
    client.force_login(stage.bo_user)
    client.post(portal(stage, "events_register", event.pk), {"person": stage.bo_user.person.pk})
    with scope(cluster=stage.nordlys):
        row = Registration.objects.get()
    client.post(portal(stage, "events_change", event.pk, row.pk), {"instead": str(ida.pk)})
    assert rows(stage) == [("Ida Colleague", "seated")]
    assert client.post(portal(stage, "events_register", event.pk), {"person": "99999"}).status_code == 422


def test_calendars_hold_what_everybody_and_what_one_may_see(client, stage):
    event = event_of(stage, online_url="https://meet.example/secret")
    come(stage, event, 1, person=stage.bo_user.person)
    found = [
        Calendar.from_ical(client.get(f"/calendars/nordlys/{address}").content) for address in ("events.ics", f"events/{event.slug}.ics")
    ]
    assert [[str(each["summary"]) for each in calendar.walk("VEVENT")] for calendar in found] == [["Morgenmøde om robotter"]] * 2
    assert b"secret" not in client.get("/calendars/nordlys/events.ics").content
    token = calendar_token(stage.bo_user.person, stage.nordlys)
    assert b"secret" in client.get(f"/calendars/nordlys/mine/{token}.ics").content
    for address in (f"/calendars/havblik/mine/{token}.ics", f"/calendars/nordlys/mine/{token}x.ics", "/calendars/havblik/events.ics"):
        assert client.get(address).status_code == 404


def test_drafts_and_members_events_are_not_on_the_site(client, stage):
    hidden = event_of(stage, is_public=False)
    client.logout()
    assert client.get(f"/nordlys/events/{hidden.slug}/").status_code == 404
    assert hidden.slug not in text(client.get("/nordlys/events/"))
    assert client.get(f"/calendars/nordlys/events/{hidden.slug}.ics").status_code == 404


def test_a_role_without_names_sees_numbers_only(client, stage):
    event = event_of(stage)
    come(stage, event, 1)
    Grant.objects.filter(user=stage.astrid_user).update(role=Role.BOARD)
    shown = text(client.get(office("detail", event.pk)))
    assert ("guest1@else.example" in shown, client.get(office("export", event.pk)).status_code) == (False, 403)


def test_the_pages_ask_the_database_as_often_for_three_as_for_one(client, stage):
    event = event_of(stage)
    come(stage, event, 1, organisation=stage.fjord)
    before = [_queries(client, address) for address in (office("list"), office("detail", event.pk))]
    for number in (2, 3):
        come(stage, event, number, organisation=stage.fjord)
        event_of(stage)
    assert [_queries(client, address) for address in (office("list"), office("detail", event.pk))] == before


def _queries(client, address):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_a_paid_event_asks_a_guest_for_the_company(client, stage):
    client.logout()
    event = event_of(stage, prices=[{"who": "guest", "amount_minor": 50_000}], product=conference_of(stage))
    shown = text(client.get(f"/nordlys/en/events/{event.slug}/registration/"))
    assert re.search(r'name="cvr"', shown)
    typed = {"name": "Eva", "email": "eva@else.example", "organisation_name": "Gæst ApS"}
    assert client.post(f"/nordlys/events/{event.slug}/registration/", typed | {"cvr": "123"}).status_code == 422
    client.post(f"/nordlys/events/{event.slug}/registration/", typed)
    with scope(cluster=stage.nordlys):
        token = Mail.objects.get(rule="events.asked").context["token"]
    told = client.post(f"/nordlys/en/events/{event.slug}/confirm/{token}/")
    assert (told.status_code, "CVR" in text(told)) == (409, True)
    assert timedelta(0) < event.starts_at - timezone.now()
