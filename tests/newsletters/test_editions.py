"""An edition leaves once, to those who asked for it; what came back stops; nobody is counted without a yes."""

from datetime import timedelta

import pytest
from django_scopes import scope

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.directory.models import Subscription
from klynge.newsletters.actions import (
    change_edition,
    confirm_subscriber,
    count_click,
    discard_edition,
    draft_edition,
    leave_newsletter,
    note_bounce,
    release_edition,
    schedule_edition,
    try_edition,
)
from klynge.newsletters.models import Bounce, Click, Edition, EditionReader
from klynge.newsletters.queries.bouncing import mail_of, report_of
from klynge.newsletters.queries.edition_letters import follow_token, reader_following, reader_leaving
from klynge.newsletters.queries.edition_readers import counts, figures
from klynge.newsletters.tasks import release_due
from klynge.outbox.models import Mail
from klynge.outbox.queries import message_id, render_mail
from tests.events.stage import held

pytestmark = pytest.mark.django_db
SITE = "https://klynge.example"
FACTS = {"subject": {"da": "Nyt fra Nordlys", "en": "News of Nordlys"}, "lead": {"da": "Kære **læser**"}, "is_public": True}
DSN = """From: MAILER-DAEMON@mx.example
To: klynge@post.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not work.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; x@y.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: message/rfc822

Message-ID: {id}
Subject: Nyt

--b--
"""


@pytest.fixture
def nordlys(world):
    with scope(cluster=world.nordlys):
        yield world


def subscriber(world, name, **facts):
    given = {"address": f"{name}@reader.example", "name": name.title(), "consented_at": world.noon, "consent_source": "test", **facts}
    return Subscription.objects.create(cluster=world.nordlys, **given)


def draft(world, parts=(), **facts):
    return draft_edition(world.nordlys, facts=FACTS | facts, parts=list(parts), actor=world.astrid, at=world.noon)


def release(world, edition, at=None):
    return release_edition(edition, site=SITE, actor=world.astrid, at=at or world.noon)


def by_system(world):
    from klynge.access.actor import Actor

    return Actor.system("test", cluster_id=world.nordlys.pk)


def test_an_edition_is_composed_of_news_events_and_own_words(nordlys):
    event = held(nordlys)
    own = {"kind": "text", "title": {"da": "Husk"}, "text": {"da": "at melde jer til"}}
    empty = {"kind": "text", "title": {"da": "Tom"}, "text": {}}
    edition = draft(nordlys, [{"kind": "event", "event": event}, own, empty])
    assert [(part.kind, part.event) for part in edition.parts.all()] == [("event", event), ("text", None)]
    with pytest.raises(Invalid):
        draft(nordlys, subject={"en": "Only English"})
    change_edition(edition, facts=FACTS | {"segment": "members"}, parts=[own], actor=nordlys.astrid, at=nordlys.noon)
    assert edition.parts.count() == 1
    with pytest.raises(Refused):
        draft_edition(nordlys.nordlys, facts=FACTS, parts=[], actor=nordlys.bo, at=nordlys.noon)


def test_it_leaves_once_to_each_subscriber_in_the_readers_language_with_a_way_out(nordlys):
    subscriber(nordlys, "anna")
    person = nordlys.bo_user.person
    person.language = "en"
    person.save()
    subscriber(nordlys, "bo", person=person)
    edition = draft(nordlys)
    for _time in range(2):
        release(nordlys, edition)
    mails = list(Mail.objects.filter(rule="newsletters.edition").order_by("pk"))
    assert [(mail.to_address, mail.language) for mail in mails] == [("anna@reader.example", "da"), ("bo@reader.example", "en")]
    seen = render_mail(mails[0])
    assert (seen.subject, "<strong>læser</strong>" in seen.html, SITE + "/newsletter/leave/" in seen.text) == (
        "Nyt fra Nordlys",
        True,
        True,
    )
    assert mails[0].context["unsubscribe"].startswith(SITE)
    with pytest.raises(Conflict, match="has left"):
        change_edition(edition, facts=FACTS, parts=[], actor=nordlys.astrid, at=nordlys.noon)
    with pytest.raises(Conflict):
        discard_edition(edition, actor=nordlys.astrid, at=nordlys.noon)


def test_nobody_gets_an_empty_edition_and_an_edition_for_nobody_does_not_leave(nordlys):
    with pytest.raises(Conflict, match="Nobody"):
        release(nordlys, draft(nordlys))
    subscriber(nordlys, "anna")
    with pytest.raises(Conflict, match="nothing in"):
        release(nordlys, draft(nordlys, lead={}))
    gone = discard_edition(draft(nordlys), actor=nordlys.astrid, at=nordlys.noon)
    with pytest.raises(Conflict, match="discarded"):
        release(nordlys, gone)
    assert not Mail.objects.filter(rule="newsletters.edition").exists()


def test_the_segment_and_what_came_back_decide_who_gets_it(nordlys):
    subscriber(nordlys, "anna")
    subscriber(nordlys, "bo", person=nordlys.bo_user.person)
    subscriber(nordlys, "dead", bounced_at=nordlys.noon)
    subscriber(nordlys, "gone", withdrawn_at=nordlys.noon)

    def found(segment):
        return counts(draft(nordlys, segment=segment), at=nordlys.noon)

    assert (found("everybody"), found("members"), found("others")) == ({"": 2, "bounced": 1}, {"": 1}, {"": 1, "bounced": 1})


def test_a_scheduled_edition_leaves_by_itself_and_one_that_is_changed_waits(nordlys, monkeypatch):
    subscriber(nordlys, "anna")
    edition = draft(nordlys)
    with pytest.raises(Invalid, match="over"):
        schedule_edition(edition, send_at=nordlys.noon, site=SITE, actor=nordlys.astrid, at=nordlys.noon)
    soon = nordlys.noon - timedelta(days=400)  # long before the clock on the wall
    schedule_edition(edition, send_at=soon, site=SITE, actor=nordlys.astrid, at=soon - timedelta(days=1))
    change_edition(edition, facts=FACTS, parts=[], actor=nordlys.astrid, at=nordlys.noon)
    release_due()
    assert Edition.objects.get().released_at is None
    schedule_edition(edition, send_at=soon, site=SITE, actor=nordlys.astrid, at=soon - timedelta(days=1))
    for _time in range(2):
        release_due()
    assert Edition.objects.get().released_at is not None and Mail.objects.filter(rule="newsletters.edition").count() == 1


def test_links_are_marked_only_for_who_agreed_to_being_counted(nordlys):
    from klynge.membership.actions import present_cluster

    present_cluster(nordlys.nordlys, texts={"headline": {"da": "Nordlys"}}, is_public=True, actor=nordlys.astrid, at=nordlys.noon)
    event = held(nordlys)
    subscriber(nordlys, "anna", clicks_agreed_at=nordlys.noon)
    subscriber(nordlys, "bo")
    edition = release(nordlys, draft(nordlys, [{"kind": "event", "event": event}]), at=nordlys.noon + timedelta(days=1))
    links = {mail.to_address: mail.context["parts"][0]["link"] for mail in Mail.objects.filter(rule="newsletters.edition")}
    plain = f"{SITE}/nordlys/events/{event.slug}/"
    assert links["bo@reader.example"] == plain and links["anna@reader.example"].startswith(SITE + "/newsletter/go/")
    reader, url = reader_following(links["anna@reader.example"].rstrip("/").rpartition("/")[2])
    assert (reader.subscription.address, url) == ("anna@reader.example", plain)
    for _time in range(2):
        count_click(reader, url=url, actor=by_system(nordlys), at=nordlys.noon)
    assert figures(edition) | {"clicked": 1, "counted": 1, "readers": 2} == figures(edition)
    reader.subscription.clicks_agreed_at = None
    assert count_click(reader, url=url, actor=by_system(nordlys), at=nordlys.noon) is None and Click.objects.count() == 2
    assert reader_following(follow_token(reader, "https://evil.example")[:-2] + "xx") is None


def test_a_reader_leaves_by_the_link_and_gets_nothing_more(nordlys):
    subscriber(nordlys, "anna")
    release(nordlys, draft(nordlys))
    mail = Mail.objects.get(rule="newsletters.edition")
    reader = reader_leaving(mail.context["unsubscribe"].rstrip("/").rpartition("/")[2])
    for _time in range(2):
        leave_newsletter(reader, actor=by_system(nordlys), at=nordlys.noon)
    mail.refresh_from_db()
    assert (Subscription.objects.get().withdrawn_at, mail.status) == (nordlys.noon, "skipped")
    assert EditionReader.objects.get().left_at == nordlys.noon and mail.attempts.get().outcome == "skipped"
    with pytest.raises(Refused):
        leave_newsletter(reader, actor=nordlys.astrid, at=nordlys.noon)


def test_a_second_yes_subscribes_with_evidence_and_again_changes_nothing(nordlys):
    typed = {
        "name": "Anna",
        "address": "anna@reader.example",
        "counts_clicks": True,
        "language": "da",
        "asked_at": nordlys.noon.isoformat(),
    }
    for _time in range(2):
        made = confirm_subscriber(nordlys.nordlys, typed=typed, actor=by_system(nordlys), at=nordlys.noon)
    assert Subscription.objects.count() == 1 and made.clicks_agreed_at == nordlys.noon
    assert made.consent_source == "site form v1 (da), confirmed by mail 2027-01-04 11:00 UTC"


def test_a_link_older_than_the_last_no_subscribes_nobody(nordlys):
    typed = {
        "name": "Anna",
        "address": "anna@reader.example",
        "counts_clicks": False,
        "language": "da",
        "asked_at": nordlys.noon.isoformat(),
    }
    subscriber(nordlys, "anna", withdrawn_at=nordlys.noon + timedelta(hours=1))
    with pytest.raises(Conflict, match="since the link"):
        confirm_subscriber(nordlys.nordlys, typed=typed, actor=by_system(nordlys), at=nordlys.noon + timedelta(hours=2))
    later = typed | {"asked_at": (nordlys.noon + timedelta(hours=3)).isoformat()}
    assert (
        confirm_subscriber(nordlys.nordlys, typed=later, actor=by_system(nordlys), at=nordlys.noon + timedelta(hours=4)).withdrawn_at
        is None
    )


def test_a_test_goes_to_one_address_and_has_no_way_out(nordlys):
    mail = try_edition(draft(nordlys), address="me@office.example", language="en", site=SITE, actor=nordlys.astrid, at=nordlys.noon)
    assert render_mail(mail).subject == "[Test] News of Nordlys" and "unsubscribe" not in mail.context


def test_reports_of_dead_addresses_are_read_and_believed_only_when_signed(nordlys):
    subscriber(nordlys, "anna")
    release(nordlys, draft(nordlys))
    mail = Mail.objects.get(rule="newsletters.edition")
    raw = DSN.format(action="failed", status="5.1.1", id=message_id(mail)).encode()
    report = report_of(raw)
    assert (report.status, report.text, mail_of(report)) == ("5.1.1", "smtp; 550 no such user", mail)
    made_up = report_of(DSN.format(action="failed", status="5.1.1", id=f"<{'0' * 24}.{mail.pk}@x.example>").encode())
    assert mail_of(made_up) is None
    assert report_of(DSN.format(action="delayed", status="4.4.1", id=message_id(mail)).encode()) is None
    assert report_of(b"Subject: Hello\n\nNo report.") is None


def test_a_hard_bounce_stops_at_once_and_a_soft_one_at_the_third(nordlys):
    subscriber(nordlys, "anna")
    subscriber(nordlys, "bo")
    for turn in range(3):
        release(nordlys, draft(nordlys), at=nordlys.noon + timedelta(days=turn))
        for mail in Mail.objects.filter(rule="newsletters.edition", created_at=nordlys.noon + timedelta(days=turn)):
            is_anna = mail.to_address.startswith("anna")
            for _time in range(2):
                note_bounce(mail, status="5.1.1" if is_anna else "4.2.2", text="x", actor=by_system(nordlys), at=mail.created_at)
        dead = set(Subscription.objects.filter(bounced_at__isnull=False).values_list("name", flat=True))
        assert dead == ({"Anna"} if turn < 2 else {"Anna", "Bo"})
    assert Bounce.objects.count() == 4
