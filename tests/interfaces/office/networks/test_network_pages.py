"""Focus networks on screen: the office founds and fills them, members sit in them, everybody reads of the public ones."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from klynge.access.models import Grant, Role
from klynge.core.clock import day_of
from klynge.networks.actions import appoint_officer, end_seat, note_attendance, take_seat, write_post
from klynge.networks.models import Announcement, Document, Feedback, JoinPolicy, Network, NetworkMeeting, Post, Seat, Thread
from klynge.outbox.models import Mail
from tests.browser import SIZES, judge
from tests.interfaces.portal.company import furnished
from tests.networks.circle import call, network, sit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    world = furnished()
    world.noon = timezone.now()
    world.today = day_of(world.noon)
    client.force_login(world.astrid_user)
    with scope(cluster=world.nordlys):
        world.bo_user.person.emails.get_or_create(address="bo@fjord.example", defaults={"is_primary": True})
        yield world


def office(name, *rest):
    return reverse(f"office:networks:{name}", args=["nordlys", *rest])


def portal(stage, name, *rest):
    return reverse(f"portal:{name}", args=["nordlys", stage.fjord.pk, *rest])


def text(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def full(stage, count=3):
    found = network(stage, visibility="public")
    for number in range(count):
        sit(stage, found, number)
    call(stage, found, times=2)
    (past,) = call(stage, found, days=-9, facts={"agenda": "1. Velkomst"})
    return found, past


def said(stage, found):
    facts = {"subject": "Hvordan sikrer I jer?", "text": "Vi har **to** mål:\n\n- nøgler\n- <b>vaner</b>", "key": "k1"}
    return write_post(found, **facts, actor=stage.astrid, at=stage.noon)


def bo_sits(stage, found):
    return take_seat(found, organisation=stage.fjord, holder=stage.bo_user.person, actor=stage.astrid, at=stage.noon)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_the_office_is_fit_to_be_seen(visitor, stage, size, scheme):
    judge(visitor.open(office("list"), user=stage.astrid_user, size=size, scheme=scheme), f"networks-empty-{size}-{scheme}")
    found, past = full(stage)
    for name, rest in (("list", ()), ("detail", (found.pk,)), ("edit", (found.pk,)), ("meeting", (found.pk, past.pk)), ("announce", (found.pk,)), ("new_meeting", (found.pk,)), ("threads", (found.pk,)), ("thread", (found.pk, said(stage, found).thread_id))):  # fmt: skip
        judge(visitor.open(office(name, *rest), user=stage.astrid_user, size=size, scheme=scheme), f"networks-{name}-{size}-{scheme}")


@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_the_portal_is_fit_to_be_seen(visitor, stage, size):
    found, past = full(stage)
    bo_sits(stage, found)
    for name, rest in (
        ("networks", ()),
        ("networks_detail", (found.pk,)),
        ("networks_meeting", (found.pk, past.pk)),
        ("networks_talk", (found.pk,)),
        ("networks_thread", (found.pk, said(stage, found).thread_id)),
        ("networks_calendar", (found.pk,)),
    ):
        judge(visitor.open(portal(stage, name, *rest), user=stage.bo_user, size=size), f"portal-{name}-{size}")


def test_a_network_is_founded_filled_and_closed(client, stage):
    typed = {"name_da": "Robotter", "visibility": "members", "join_policy": "open", "most_per_company": "1", "tags": "robotter, ai"}
    assert client.post(office("new"), typed | {"name_da": ""}).status_code == 422
    client.post(office("new"), typed)
    found = Network.objects.get()
    assert client.post(office("add", found.pk), {"email": "nobody@else.example"}).status_code == 422
    client.post(office("add", found.pk), {"email": "bo@fjord.example"})
    seat = Seat.objects.get()
    assert (seat.organisation, seat.state) == (stage.fjord, "seated")
    client.post(office("appoint", found.pk), {"email": "bo@fjord.example", "office": "chair", "from_on": stage.today.isoformat()})
    assert str(stage.bo_user.person) in text(client.get(office("list")))
    client.post(office("end_office", found.pk, found.officers.get().pk))
    client.post(office("seat", found.pk, seat.pk), {"answer": "end"})
    client.post(office("close", found.pk), {"reason": "Opgaven er løst"})
    assert "Robotter" in text(client.get(office("list") + "?tab=closed"))


def test_a_meeting_is_called_minuted_and_counted(client, stage):
    found, past = full(stage)
    client.post(office("minutes", found.pk, past.pk), {"text": "## Aftalt\n\n<script>x</script>"})
    holders = [str(seat.holder_id) for seat in Seat.objects.seated()]
    client.post(office("attendance", found.pk, past.pk), {"came": [*holders[:2], "x"]})
    shown = client.get(office("meeting", found.pk, past.pk)).content.decode()
    assert "<h2>Aftalt</h2>" in shown and "<script>x" not in shown and past.attendances.count() == 2
    soon = NetworkMeeting.objects.filter(starts_at__gt=stage.noon).first()
    client.post(office("cancel_meeting", found.pk, soon.pk), {"reason": "Sygdom"})
    soon.refresh_from_db()
    assert soon.cancelled_at is not None


def test_who_gets_an_announcement_is_shown_before_it_leaves_and_a_second_click_sends_nothing(client, stage):
    found, _past = full(stage)
    typed = {"subject": "Nyt lokale", "text": "Vi mødes hos Firma 1.", "key": "abc"}
    shown = text(client.post(office("announce", found.pk), typed))
    assert "Ida0 Holm" in shown and not Announcement.objects.exists()
    for _time in range(2):
        client.post(office("announce", found.pk), typed | {"send": "1"})
    assert Mail.objects.filter(rule="networks.announcement").count() == 3


def test_papers_go_to_those_they_are_for(client, stage):
    found, _past = full(stage)
    file = SimpleUploadedFile("referat.pdf", b"%PDF-1.7 x", content_type="application/pdf")
    client.post(office("add_paper", found.pk), {"file": file, "title": "Referat", "access": "seats"})
    paper = Document.objects.get()
    assert b"".join(client.get(office("paper", found.pk, paper.pk))) == b"%PDF-1.7 x"
    client.force_login(stage.bo_user)
    assert client.get(portal(stage, "networks_paper", found.pk, paper.pk)).status_code == 404
    bo_sits(stage, found)
    answer = client.get(portal(stage, "networks_paper", found.pk, paper.pk))
    assert answer.content == b"%PDF-1.7 x" and answer["Content-Disposition"].startswith("attachment")


def test_a_member_takes_a_seat_sends_a_colleague_and_gives_it_back(client, stage):
    found, past = full(stage)
    client.force_login(stage.bo_user)
    assert client.get(portal(stage, "networks_meeting", found.pk, past.pk)).status_code == 404
    bo = stage.bo_user.person.pk
    client.post(portal(stage, "networks_join", found.pk), {"holder": str(bo)})
    seat = Seat.objects.get(organisation=stage.fjord)
    assert seat.state == "seated" and client.get(portal(stage, "networks_meeting", found.pk, past.pk)).status_code == 200
    assert client.post(portal(stage, "networks_change", found.pk, seat.pk), {"holder": "999999"}).status_code == 422
    client.post(portal(stage, "networks_change", found.pk, seat.pk), {"leave": "1"})
    assert Seat.objects.get(organisation=stage.fjord).state == "former"


def test_the_chair_admits_calls_and_writes_in_the_portal(client, stage):
    found = network(stage, join_policy=JoinPolicy.REQUEST)
    asked = sit(stage, found, 1)
    Seat.objects.filter(pk=asked.pk).update(admitted_at=None, seated_at=None)
    bo_sits(stage, found)
    client.force_login(stage.bo_user)
    assert client.get(portal(stage, "networks_call", found.pk)).status_code == 403
    appoint_officer(found, person=stage.bo_user.person, office="chair", from_on=stage.today, actor=stage.astrid, at=stage.noon)
    client.post(portal(stage, "networks_answer", found.pk, asked.pk), {"answer": "admit"})
    assert Seat.objects.get(pk=asked.pk).state == "seated"
    typed = {"title": "Første møde", "starts_at": "2020-01-07T14:00", "ends_at": "2020-01-07T16:00", "times": "1", "weeks": "8"}
    client.post(portal(stage, "networks_call", found.pk), typed)
    meeting = NetworkMeeting.objects.get()
    client.post(portal(stage, "networks_write", found.pk, meeting.pk), {"text": "Aftalt", "came": [str(stage.bo_user.person.pk)]})
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.attendances.count()) == ("Aftalt", 1)
    client.post(portal(stage, "networks_announce", found.pk), {"subject": "Hej", "text": "Alle", "key": "k", "send": "1"})
    assert Announcement.objects.get().count == 2


def test_who_came_says_how_it_was(client, stage):
    found, past = full(stage)
    bo_sits(stage, found)
    note_attendance(past, people=[stage.bo_user.person.pk], actor=stage.astrid, at=stage.noon)
    client.force_login(stage.bo_user)
    client.post(portal(stage, "networks_feedback", found.pk, past.pk), {"score": "9", "text": "Godt"})
    assert Feedback.objects.get().score == 9
    client.force_login(stage.astrid_user)
    assert "Godt" in text(client.get(office("meeting", found.pk, past.pk)))


def test_the_meetings_stand_in_ones_own_calendar(client, stage):
    from klynge.interfaces.wording.calendars import calendar_token

    found, _past = full(stage)
    bo_sits(stage, found)
    address = reverse("calendars:person", args=["nordlys", calendar_token(stage.bo_user.person, stage.nordlys)])
    assert text(client.get(address)).count("BEGIN:VEVENT") == 3


def test_the_board_sees_how_many_and_not_who(client, stage):
    found, past = full(stage)
    Grant.objects.filter(user=stage.astrid_user).update(role=Role.BOARD)
    for address in (office("detail", found.pk), office("meeting", found.pk, past.pk)):
        assert "Ida0 Holm" not in text(client.get(address))
    assert client.get(office("announce", found.pk)).status_code == 403


def test_the_pages_ask_the_database_as_often_for_three_as_for_one(client, stage):
    found, _past = full(stage, 1)

    def queries(address):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    addresses = [office("list"), office("detail", found.pk)]
    before = [queries(address) for address in addresses]
    for number in range(5, 8):
        sit(stage, found, number)
    network(stage, name={"da": "Et andet"})
    assert [queries(address) for address in addresses] == before


def test_a_discussion_is_begun_answered_and_kept_in_order(client, stage):
    found, _past = full(stage)
    bo_sits(stage, found)
    client.force_login(stage.bo_user)
    assert "Nothing is said yet" in text(client.get(portal(stage, "networks_talk", found.pk)))
    typed = {"subject": "Sikring", "text": "Hvad gør **I**?<script>x</script>", "key": "k1"}
    assert client.post(portal(stage, "networks_talk", found.pk), typed | {"subject": ""}).status_code == 422
    client.post(portal(stage, "networks_talk", found.pk), typed)
    begun = Thread.objects.get()
    for _time in range(2):
        client.post(portal(stage, "networks_thread", found.pk, begun.pk), {"text": "Vi skifter kode", "key": "k2"})
    shown = client.get(portal(stage, "networks_thread", found.pk, begun.pk)).content.decode()
    assert "<strong>I</strong>" in shown and "<script>x" not in shown and Post.objects.count() == 2
    client.post(portal(stage, "networks_post_remove", found.pk, begun.pk, Post.objects.first().pk))
    assert client.post(portal(stage, "networks_thread_close", found.pk, begun.pk)).status_code == 403
    client.force_login(stage.astrid_user)
    client.post(office("close_thread", found.pk, begun.pk), {"answer": "close"})
    assert client.post(office("thread", found.pk, begun.pk), {"text": "For sent", "key": "k3"}).status_code == 422
    assert "was taken away" in text(client.get(office("thread", found.pk, begun.pk)))


def test_discussions_do_not_exist_for_who_sits_elsewhere(client, stage):
    found, _past = full(stage)
    begun = said(stage, found).thread
    client.force_login(stage.bo_user)
    pages = (("networks_talk", ()), ("networks_thread", (begun.pk,)), ("networks_calendar", ()))
    assert [client.get(portal(stage, name, found.pk, *rest)).status_code for name, rest in pages] == [404, 404, 404]
    client.force_login(stage.dorte_user)
    assert client.get(office("thread", found.pk, begun.pk)).status_code == 404


def test_the_network_has_a_calendar_of_its_own_for_who_sits_in_it(client, stage):
    found, _past = full(stage)
    other = network(stage, name={"da": "Andet"})
    call(stage, other)
    seat = bo_sits(stage, found)
    client.force_login(stage.bo_user)
    client.post(portal(stage, "networks_hear", found.pk), {"frequency": "each"})
    shown = text(client.get(portal(stage, "networks_calendar", found.pk)))
    address = next(word for word in shown.replace("<", " ").replace(">", " ").replace('"', " ").split() if word.endswith(".ics"))
    client.logout()
    calendar = client.get(address).content.decode()
    assert calendar.count("BEGIN:VEVENT") == 3 and "Andet" not in calendar
    end_seat(seat, actor=stage.astrid, at=stage.noon)
    assert client.get(address).status_code == 404
