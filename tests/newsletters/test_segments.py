"""An edition goes to those for whom it is: by membership, size, engagement and event; and each person's page tells what they were sent."""

import base64
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from klynge.core.errors import Invalid
from klynge.core.ranges import span
from klynge.directory.models import Affiliation, Person
from klynge.engagement.models import Computation, Score
from klynge.membership.models import Membership
from klynge.newsletters.actions import leave_newsletter, note_bounce
from klynge.newsletters.models import EditionReader
from klynge.newsletters.queries.bouncing import report_of
from klynge.newsletters.queries.edition_readers import judged
from klynge.newsletters.queries.reading import sent_to
from klynge.outbox.models import Mail
from klynge.outbox.queries import message_id, render_mail
from tests import factories
from tests.events.stage import come, held
from tests.newsletters.test_editions import DSN, by_system, draft, release, subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(world):
    """Anna works at a member of 5, Bent at one of 80, Cilla at a former member, Dan nowhere."""
    with scope(cluster=world.nordlys):
        world.firms = {
            "anna": factories.member(world.nordlys, world.ordinary, "Lille", 5),
            "bent": factories.member(world.nordlys, world.ordinary, "Stor", 80),
        }
        world.firms["cilla"] = factories.member(world.nordlys, world.ordinary, "Fortid", 20)
        began = world.today - timedelta(days=900)
        Membership.objects.filter(pk=world.firms["cilla"].pk).update(during=span(began, world.today - timedelta(days=30)))
        for name in ("anna", "bent", "cilla", "dan"):
            person = Person.objects.create(name=name.title())
            if name in world.firms:
                Affiliation.objects.create(person=person, organisation=world.firms[name].organisation, during=span(began))
            subscriber(world, name, person=person)
        yield world


def readers(stage, **facts):
    edition = draft(stage, **facts)
    return [each.name for each in judged(edition, at=stage.noon)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ["Anna", "Bent", "Cilla", "Dan"]),
        ({"segment": "members"}, ["Anna", "Bent"]),
        ({"segment": "others"}, ["Cilla", "Dan"]),
        ({"segment": "former"}, ["Cilla"]),
        ({"employees_most": 20}, ["Anna", "Cilla"]),
        ({"employees_least": 20, "segment": "members"}, ["Bent"]),
        ({"employees_least": 6, "employees_most": 79}, ["Cilla"]),
    ],
)
def test_membership_and_size_decide(stage, facts, expected):
    assert readers(stage, **facts) == expected


def test_how_engaged_the_company_was_last_decides(stage):
    for days, level in ((40, "passive"), (1, "engaged")):
        on = stage.today - timedelta(days=days)
        made = Computation.objects.create(
            cluster=stage.nordlys, computed_on=on, version=0, weights={}, computed_at=stage.noon, finished_at=stage.noon
        )
        Score.objects.create(
            cluster=stage.nordlys,
            computation=made,
            organisation=stage.firms["bent"].organisation,
            computed_on=on,
            contributes=1,
            benefits=1,
            level=level,
            contacts=1,
            parts=[],
        )
    assert readers(stage, levels=["engaged", "participant"]) == ["Bent"] and readers(stage, levels=["passive"]) == []
    with pytest.raises(Invalid) as refusal:
        draft(stage, levels=["great"])
    assert refusal.value.field == "levels"


def test_who_has_a_seat_at_the_event_is_found_by_person_and_by_address(stage):
    event = held(stage)
    anna = Person.objects.get(name="Anna")
    come(stage, event, person=anna, organisation=stage.firms["anna"].organisation, name="Anna", email="anna@work.example")
    come(stage, event, name="Dan", email="DAN@reader.example")
    assert readers(stage, event=event) == ["Anna", "Dan"]


def test_sizes_out_of_order_are_refused(stage):
    with pytest.raises(Invalid) as refusal:
        draft(stage, employees_least=10, employees_most=5)
    assert refusal.value.field == "employees_most"


def test_the_line_behind_the_subject_stands_first_in_the_mail(stage):
    release(stage, draft(stage, preheader={"da": "Tre ting i dag"}))
    html = render_mail(Mail.objects.filter(rule="newsletters.edition").first()).html
    assert html.index("Tre ting i dag") < html.index("Kære") and html.count("Tre ting i dag") == 1


def test_a_person_s_page_tells_what_was_sent_and_what_became_of_it(stage):
    anna = Person.objects.get(name="Anna")
    edition = release(stage, draft(stage))
    release(stage, draft(stage, segment="others"))
    mail = Mail.objects.get(rule="newsletters.edition", to_name="Anna")
    note_bounce(mail, status="4.2.2", text="full", actor=by_system(stage), at=stage.noon)
    leave_newsletter(EditionReader.objects.get(edition=edition, subscription__person=anna), actor=by_system(stage), at=stage.noon)
    with CaptureQueriesContext(connection) as seen:
        (row,) = sent_to(anna, ["anna@reader.example"], cluster=stage.nordlys)
    assert (row.edition, row.status, row.came_back, row.has_left, row.clicks) == (edition, "skipped", "4.2.2", True, None) and len(
        seen
    ) == 1
    assert sent_to(anna, [], cluster=stage.havblik) == []


def wrapped(mail, **facts):
    """A report in which the server has wrapped our mail in base64, after a recipient who got it."""
    head = base64.encodebytes(f"Message-ID: {message_id(mail)}\nSubject: Nyt\n".encode()).decode()
    raw = DSN.format(action="failed", status="5.1.1", id="<other@mx.example>").replace(
        "Content-Type: message/rfc822\n\n", "Content-Type: text/rfc822-headers\nContent-Transfer-Encoding: base64\n\n"
    )
    raw = raw.replace("Message-ID: <other@mx.example>\nSubject: Nyt\n", head)
    return raw.replace(
        "Final-Recipient", "Final-Recipient: rfc822; a@b.example\nAction: delivered\nStatus: 2.0.0\n\nFinal-Recipient", 1
    ).encode()


def test_a_report_is_read_whatever_the_server_has_wrapped_and_whoever_comes_first(stage):
    release(stage, draft(stage))
    mail = Mail.objects.filter(rule="newsletters.edition").first()
    report = report_of(wrapped(mail))
    assert (report.mail_id, report.status) == (mail.pk, "5.1.1")
