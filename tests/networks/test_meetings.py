"""Meetings rotate between hosts, who came counts, and what is written leaves once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django_scopes import scope

from klynge.core.clock import DANISH
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.engagement.actions import gather_activities
from klynge.engagement.models import Activity
from klynge.networks.actions import (
    add_document,
    announce_news,
    appoint_officer,
    blot_holder,
    cancel_meeting,
    change_meeting,
    end_office,
    end_seat,
    give_feedback,
    note_attendance,
    remove_document,
    write_minutes,
)
from klynge.networks.models import Announcement, Attendance, Document, Feedback, NetworkMeeting, Officer, Seat
from klynge.networks.queries.seating import next_hosts, readers_of
from klynge.outbox.models import Mail
from tests.networks.circle import call, network, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with scope(cluster=world.nordlys):
        world.found = network(world)
        world.seats = [sit(world, world.found, n) for n in range(3)]
        yield world


def by(stage, **more):
    return {"actor": stage.astrid, "at": stage.noon, **more}


def insider(stage, seat):
    return replace(stage.bo, companies=frozenset({(seat.organisation_id, "colleague")}))


def test_a_series_is_hosted_in_turn_at_the_same_hour_of_the_clock(circle):
    made = call(circle, circle.found, days=60, times=4, weeks=4)
    assert [meeting.host for meeting in made] == [circle.seats[n % 3].organisation for n in range(4)]
    assert {meeting.starts_at.astimezone(DANISH).hour for meeting in NetworkMeeting.objects.all()} == {circle.noon.astimezone(DANISH).hour}
    assert next_hosts(circle.found)[0] == circle.seats[1].organisation
    with pytest.raises(Invalid):
        call(circle, circle.found, times=99)


def test_who_came_is_noted_and_counts_for_the_company_of_the_seat(circle):
    appoint_officer(circle.found, person=circle.seats[0].holder, office="chair", from_on=circle.today - timedelta(days=30), **by(circle))
    (meeting,) = call(circle, circle.found, days=-5, facts={"host": circle.seats[2].organisation})
    people = [seat.holder_id for seat in circle.seats]
    assert note_attendance(meeting, people=people, **by(circle)) == 3
    assert note_attendance(meeting, people=people[:2], **by(circle)) == 2
    gather_activities(circle.nordlys, source="networks", **by(circle))
    found = {(row.kind, row.organisation) for row in Activity.objects.standing()}
    one, two, three = (seat.organisation for seat in circle.seats)
    assert found == {("met", one), ("met", two), ("chaired", one), ("hosted", three)}
    assert gather_activities(circle.nordlys, source="networks", **by(circle)) == (0, 0)
    (later,) = call(circle, circle.found, days=5)
    with pytest.raises(Conflict, match="not begun"):
        note_attendance(later, people=people, **by(circle))


def test_the_chair_runs_the_network_while_the_office_lasts(circle):
    chair = replace(insider(circle, circle.seats[0]))
    (meeting,) = call(circle, circle.found)
    with pytest.raises(Refused):
        write_minutes(meeting, text="Aftalt", actor=chair, at=circle.noon)
    officer = appoint_officer(circle.found, person=circle.bo_user.person, office="chair", from_on=circle.today, **by(circle))
    assert write_minutes(meeting, text="Aftalt", actor=chair, at=circle.noon).minutes == "Aftalt"
    end_office(officer, on=circle.today + timedelta(days=1), **by(circle))
    with pytest.raises(Refused):
        write_minutes(meeting, text="Nyt", actor=chair, at=circle.noon + timedelta(days=1))
    with pytest.raises(Invalid):
        appoint_officer(circle.found, person=circle.seats[1].holder, office="treasurer", from_on=circle.today, **by(circle))


def test_a_new_chair_follows_the_old_one_without_a_gap(circle):
    first = appoint_officer(circle.found, person=circle.seats[0].holder, office="chair", from_on=circle.today, **by(circle))
    with pytest.raises(Invalid, match="later day"):
        appoint_officer(circle.found, person=circle.seats[1].holder, office="chair", from_on=circle.today, **by(circle))
    day = circle.today + timedelta(days=30)
    appoint_officer(circle.found, person=circle.seats[1].holder, office="chair", from_on=day, **by(circle))
    first.refresh_from_db()
    assert first.during.upper == day and Officer.objects.on(day).get().person == circle.seats[1].holder


def test_a_meeting_is_moved_and_cancelled_for_a_reason(circle):
    (meeting,) = call(circle, circle.found)
    later = meeting.starts_at + timedelta(days=1)
    facts = {"title": "Flyttet", "starts_at": later, "ends_at": later + timedelta(hours=1), "host": None}
    assert change_meeting(meeting, facts=facts, **by(circle)).title == "Flyttet"
    with pytest.raises(Invalid, match="before it has begun"):
        change_meeting(meeting, facts=facts | {"ends_at": later}, **by(circle))
    with pytest.raises(Invalid):
        cancel_meeting(meeting, reason="", **by(circle))
    cancel_meeting(meeting, reason="Sygdom", **by(circle))
    with pytest.raises(Conflict):
        change_meeting(meeting, facts=facts, **by(circle))


def test_an_announcement_reaches_everybody_inside_once(circle):
    end_seat(circle.seats[2], **by(circle))
    assert [person.name for person in readers_of(circle.found, on=circle.today)] == ["Ida0 Holm", "Ida1 Holm"]
    sent = announce_news(circle.found, subject="Nyt lokale", text="Vi mødes\nhos Firma 1.", key="k1", **by(circle))
    again = announce_news(circle.found, subject="Nyt lokale", text="Vi mødes\nhos Firma 1.", key="k1", **by(circle))
    assert (sent, sent.count, Mail.objects.filter(rule="networks.announcement").count()) == (again, 2, 2)
    with pytest.raises(Invalid):
        announce_news(circle.found, subject="", text="Uden emne", key="k2", **by(circle))
    assert Announcement.objects.visible_to(insider(circle, circle.seats[0])).get() == sent
    assert not Announcement.objects.visible_to(circle.dorte).exists()


def test_papers_are_shown_to_those_they_are_for(circle):
    facts = {"name": "referat.pdf", "content": b"%PDF-1.7", "content_type": "application/pdf"}
    inside = add_document(circle.found, title="Referat", **facts, **by(circle))
    shown = add_document(circle.found, title="Oplæg", access="members", **facts, **by(circle))
    outsider = replace(circle.bo, companies=frozenset({(circle.fjord.pk, "colleague")}))
    assert list(Document.objects.visible_to(outsider)) == [shown]
    assert set(Document.objects.visible_to(insider(circle, circle.seats[0]))) == {inside, shown}
    remove_document(shown, **by(circle))
    assert not Document.objects.visible_to(outsider).exists()
    quiet = network(circle, name={"da": "Fortroligt"}, is_confidential=True)
    with pytest.raises(Invalid, match="confidential"):
        add_document(quiet, title="Ud", access="members", **facts, **by(circle))


def test_who_came_says_how_it_was_once(circle):
    person = circle.bo_user.person
    seat = circle.seats[0]
    Seat.objects.filter(pk=seat.pk).update(holder=person)
    (meeting,) = call(circle, circle.found, days=-5)
    bo = insider(circle, seat)
    with pytest.raises(Conflict, match="having come"):
        give_feedback(meeting, person=person, score=9, actor=bo, at=circle.noon)
    note_attendance(meeting, people=[person.pk], **by(circle))
    for score in (9, 8):
        give_feedback(meeting, person=person, score=score, text="Godt", actor=bo, at=circle.noon)
    assert Feedback.objects.get().score == 8
    with pytest.raises(Refused):
        give_feedback(meeting, person=person, score=1, **by(circle))


def test_a_forgotten_holder_leaves_seat_and_attendance_behind(circle):
    (meeting,) = call(circle, circle.found, days=-5)
    holder = circle.seats[0].holder
    note_attendance(meeting, people=[holder.pk], **by(circle))
    assert blot_holder(holder, cluster=circle.nordlys, **by(circle)) == 2
    assert Attendance.objects.get().person is None and Seat.objects.filter(holder=None).count() == 1
