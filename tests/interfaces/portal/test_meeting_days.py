"""A company's meeting days in the portal: wishes, the plan as page, calendar and PDF, confirming and rating."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope
from icalendar import Calendar
from pypdf import PdfReader

from klynge.core.clock import day_of
from klynge.meetings import actions
from klynge.meetings.models import MarkKind, Rating
from klynge.meetings.tasks import search_plan
from tests.interfaces.portal.company import at, furnished


@pytest.fixture
def stage(db):
    world = furnished()
    world.by = {"actor": world.astrid, "at": world.now}
    start = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=1)
    with scope(cluster=world.nordlys):
        facts = {"place": "Nordkraft", "tables": 3, "needs_both": False, "mode": "organiser"}
        world.day_of = actions.arrange_day(world.nordlys, title={"da": "Mødedag"}, held_on=day_of(start), **facts, **world.by)
        actions.lay_slots(world.day_of, begins=[start, start + timedelta(hours=1)], minutes=20, **world.by)
        mine, other = ((world.fjord, [world.bo_user.person]), (world.other, []))
        world.mine, world.theirs = (
            actions.add_participant(world.day_of, organisation=who, people=p, **world.by) for who, p in (mine, other)
        )
        actions.open_wishes(world.day_of, **world.by)
    return world


def publish(world):
    with scope(cluster=world.nordlys):
        actions.lock_wishes(world.day_of, **world.by)
        order = actions.order_planning(world.day_of, keeps_confirmed=True, **world.by)
        search_plan(world.nordlys.pk, order.pk)
        order.refresh_from_db()
        actions.publish_plan(order.plan, **world.by)
        return order.plan.meetings.get()


def test_a_company_marks_whom_it_wants_to_meet_and_finds_its_plan(client, stage):
    client.force_login(stage.bo_user)
    assert "Mødedag" in client.get(at(stage, "meetings")).content.decode()
    client.post(at(stage, "meetings_day", stage.day_of.pk), {f"mark-{stage.theirs.pk}": "must"})
    assert stage.mine.marks.get().kind == MarkKind.MUST
    meeting = publish(stage)
    page = client.get(at(stage, "meetings_day", stage.day_of.pk)).content.decode()
    assert "Ærø Softwarehus A/S" in page
    (event,) = Calendar.from_ical(client.get(at(stage, "meetings_calendar", stage.day_of.pk)).content).walk("VEVENT")
    assert (str(event["summary"]), event["dtstart"].dt) == ("Ærø Softwarehus A/S", meeting.slot.begins_at)
    client.post(at(stage, "meetings_confirm", stage.day_of.pk, meeting.pk))
    meeting.refresh_from_db()
    assert meeting.confirmed_by == "Bo Ågård"
    client.post(at(stage, "meetings_rate", stage.day_of.pk, meeting.pk), {"stars": "4", "comment": "Godt"})
    assert (Rating.objects.get().stars, Rating.objects.get().participant) == (4, stage.mine)


def test_the_plan_is_printed(client, stage, tmp_path):
    client.force_login(stage.bo_user)
    client.post(at(stage, "meetings_day", stage.day_of.pk), {f"mark-{stage.theirs.pk}": "meet"})
    publish(stage)
    file = tmp_path / "plan.pdf"
    file.write_bytes(client.get(at(stage, "meetings_pdf", stage.day_of.pk)).content)
    words = PdfReader(file).pages[0].extract_text()
    assert "Fjord Data ApS" in words
    assert "Ærø Softwarehus A/S" in words


def test_where_participants_choose_a_wish_is_accepted_with_a_slot(client, stage):
    with scope(cluster=stage.nordlys):
        actions.change_day(stage.day_of, mode="participants", **stage.by)
        actions.set_wishes(stage.theirs, marks={stage.mine.pk: "meet"}, away=None, **stage.by)
        slot = stage.day_of.slots.last()
    client.force_login(stage.bo_user)
    client.post(at(stage, "meetings_choose", stage.day_of.pk), {"about": stage.theirs.pk, "slot": slot.pk})
    with scope(cluster=stage.nordlys):
        assert stage.day_of.plans.get().meetings.get().slot == slot


def test_nobody_marks_for_another_company(client, stage):
    client.force_login(stage.bo_user)
    foreign = at(stage, "meetings_day", stage.day_of.pk).replace(f"/{stage.fjord.pk}/", f"/{stage.other.pk}/", 1)
    assert client.post(foreign, {f"mark-{stage.mine.pk}": "no"}).status_code == 404
    assert not stage.theirs.marks.exists()
