"""Messages on screen: written to a filtered list, looked at reader by reader, tried, sent once; and the way out of the list."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from klynge.access.models import Grant, Role
from klynge.core.ranges import span
from klynge.directory.models import ContactRole, Organisation, Person, refresh_search
from klynge.directory.queries.consents import consent_log, has_consent
from klynge.newsletters.actions import release_message
from klynge.newsletters.models import Message, MessageRecipient
from klynge.newsletters.queries.merging import unsubscribe_token
from klynge.outbox.models import Mail
from tests.newsletters.conftest import LINKS

TEXT = {"kind": "service", "contacts": "primary", "subject_da": "Kære {virksomhed}", "body_da": "Hej {fornavn}"}
ENGLISH = {"headers": {"accept-language": "en"}}


@pytest.fixture(autouse=True)
def _signed_in(stage, client):
    refresh_search(Organisation.objects.values_list("pk", flat=True))
    client.force_login(stage.astrid_user)


def address(stage, name, *arguments):
    return reverse(f"office:messages:{name}", args=[stage.nordlys.slug, *arguments])


def test_it_goes_to_the_members_that_the_list_shows(stage, client):
    members = client.get(reverse("office:members:list", args=["nordlys"]) + "?status=all&q=Fjord", **ENGLISH).content.decode()
    assert f"{address(stage, 'new')}?status=all&amp;q=Fjord" in members
    client.post(address(stage, "new") + "?status=all&q=Fjord", TEXT)
    assert [row.membership for row in MessageRecipient.objects.all()] == [stage.fjord_membership]
    assert Message.objects.get().audience == "status=all&q=Fjord"


def test_it_goes_to_the_members_that_were_picked(stage, client):
    client.post(address(stage, "new") + f"?status=all&pick={stage.members[1].pk}", TEXT)
    assert [row.membership for row in MessageRecipient.objects.all()] == [stage.members[1]]


def test_a_wrong_field_is_told_beside_the_text_and_what_was_written_stays(stage, client):
    page = client.post(address(stage, "new"), TEXT | {"body_da": "Hej {nvan}"}, **ENGLISH)
    assert page.status_code == 422
    assert "Line 1, character 5" in page.content.decode()
    assert "Hej {nvan}" in page.content.decode()
    assert not Message.objects.exists()


def test_a_draft_is_seen_reader_by_reader_with_who_is_left_out(stage, client, draft):
    message = draft()
    page = client.get(address(stage, "detail", message.pk), **ENGLISH).content.decode()
    assert "Mail to the address came back." in page
    assert "Send to 1 reader" in page
    eva = MessageRecipient.objects.get(person__name="Eva Ø")
    page = client.get(address(stage, "detail", message.pk) + f"?reader={eva.pk}", **ENGLISH).content.decode()
    assert "This reader gets nothing" in page
    assert "Dear Bølgen ApS" in page
    mail = client.get(address(stage, "preview", message.pk, eva.pk)).content.decode()
    assert "Hello Eva" in mail
    assert (
        "Klit ApS"
        not in client.get(address(stage, "detail", message.pk) + "?shown=bounced", **ENGLISH).content.decode().split("Who gets it")[1]
    )


@pytest.mark.parametrize("query", ["?reader=x", "?reader=9999999999999999999", "?shown=x", "?page=99", "?reader=²"])
def test_an_odd_address_shows_the_message_all_the_same(stage, client, draft, query):
    assert client.get(address(stage, "detail", draft().pk) + query).status_code == 200


def test_the_page_asks_as_many_questions_for_one_as_for_many(stage, client, draft):
    counted = []
    for extra in (0, 4):
        for number in range(extra):
            person = Person.objects.create(name=f"P{number}")
            ContactRole.objects.create(
                cluster=stage.nordlys, organisation=stage.fjord, person=person, kind="board", during=span(stage.today)
            )
        message = draft(contacts="everyone")
        with CaptureQueriesContext(connection) as queries:
            client.get(address(stage, "detail", message.pk))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_it_is_tried_changed_and_sent_once(stage, client, draft):
    message = draft()
    client.post(address(stage, "edit", message.pk), TEXT | {"body_da": "Ny tekst"})
    client.post(address(stage, "try", message.pk, message.recipients.first().pk))
    assert Mail.objects.get().to_address == "astrid@nordlys.example"
    assert "One mail leaves at once" in client.get(address(stage, "release", message.pk), **ENGLISH).content.decode()
    for _twice in range(2):
        client.post(address(stage, "release", message.pk))
    assert Mail.objects.filter(rule="newsletters.service").count() == 1
    page = client.get(address(stage, "detail", message.pk), **ENGLISH).content.decode()
    assert "In the outbox" in page
    assert "0 of 1 sent" in page


def test_a_draft_is_discarded(stage, client, draft):
    message = draft()
    assert client.get(address(stage, "discard", message.pk)).status_code == 200
    client.post(address(stage, "discard", message.pk))
    assert "Nothing was sent" in client.get(address(stage, "detail", message.pk), **ENGLISH).content.decode()
    assert "Discarded" in client.get(address(stage, "list"), **ENGLISH).content.decode()
    client.post(address(stage, "release", message.pk))
    assert not Mail.objects.exists()


def test_a_reader_looks_and_changes_nothing(stage, client, draft):
    message = draft()
    Grant.objects.filter(user=stage.astrid_user).update(role=Role.READER)
    assert client.get(address(stage, "detail", message.pk)).status_code == 200
    for name in ("edit", "release", "discard"):
        assert client.post(address(stage, name, message.pk), TEXT).status_code == 403
    assert client.post(address(stage, "new"), TEXT).status_code == 403


@pytest.fixture
def link(stage, draft, agreed):
    message = release_message(draft(kind="marketing"), unsubscribe_at=LINKS, actor=stage.astrid, at=stage.noon)
    return reverse("unsubscribe", args=[unsubscribe_token(message, stage.bo_person.pk)])


def test_one_click_without_signing_in_takes_the_yes_back(stage, client, link):
    client.logout()
    client.handler.enforce_csrf_checks = True
    assert "No more of this?" in client.get(link, **ENGLISH).content.decode()
    with scope(cluster=stage.nordlys):
        assert has_consent(stage.bo_person, cluster=stage.nordlys, purpose="marketing")
    for _twice in range(2):
        page = client.post(link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded", **ENGLISH)
        assert "You are unsubscribed" in page.content.decode()
    with scope(cluster=stage.nordlys):
        assert [(row.is_given, row.is_own) for row in consent_log(stage.bo_person, cluster=stage.nordlys)] == [(False, True), (True, False)]


@pytest.mark.parametrize("token", ["x", "WzEsMSwxXQ:1:abc"])
def test_a_made_up_link_is_nothing(client, token):
    assert [client.get(f"/unsubscribe/{token}/").status_code, client.post(f"/unsubscribe/{token}/").status_code] == [404, 404]


@pytest.mark.django_db(transaction=True)
def test_a_marketing_mail_carries_the_headers_and_a_no_comes_before_what_waits(stage, link, run_jobs, settings):
    settings.EMAIL_HOST = "mail.example"
    run_jobs()
    (sent,) = mail.outbox
    assert sent.extra_headers["List-Unsubscribe"].startswith(f"<{LINKS}")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
