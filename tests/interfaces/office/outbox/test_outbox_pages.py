"""The outbox on screen: looked at by the office, released by those who may, closed to everybody else."""

import pytest
from django.urls import reverse
from django_scopes import scope

from klynge.access.models import Grant, Role, User
from klynge.outbox.actions import MailDraft, prepare_mails
from klynge.outbox.models import Batch, Mail
from klynge.outbox.queries import AttachedFile, register

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def draft(number, world, **facts):
    words = {"subject": f"Kontingent {number}", "paragraphs": [HOSTILE, "Tak for året."]}
    given = {
        "to_address": f"r{number}@reader.example",
        "to_name": f"Læser {number}",
        "language": "da",
        "template": "outbox/mail/message",
        "context": words,
    }
    return MailDraft(subject_key=f"test:{number}", reference_on=world.today, **(given | facts))


@pytest.fixture
def stage(world):
    register("test.pdf", lambda _data: AttachedFile("Faktura æ.pdf", b"%PDF-x", "application/pdf"))
    world.rie_user = User.objects.create_user("rie@nordlys.example", "aalborg-2027", name="Rie Læser")
    Grant.objects.create(user=world.rie_user, cluster=world.nordlys, role=Role.READER, granted_at=world.noon.replace(year=2020))
    drafts = [draft(1, world, attachment={"kind": "test.pdf"}), draft(2, world), draft(3, world, to_address="")]
    with scope(cluster=world.nordlys):
        world.batch = prepare_mails(
            world.nordlys,
            rule="billing.invoice",
            source_key="run:1",
            title="Kontingent 2027",
            mails=drafts,
            actor=world.astrid,
            at=world.noon,
        )
        world.mail = Mail.objects.get(subject_key="test:1")
    return world


def at(stage, page, *args):
    return reverse(f"office:outbox:{page}", args=[stage.nordlys.slug, *args])


def readable(stage):
    pages = [at(stage, "list"), at(stage, "log"), at(stage, "batch", stage.batch.pk)]
    return pages + [at(stage, page, stage.mail.pk) for page in ("mail", "preview", "attachment")]


def asking(stage):
    return [at(stage, page, stage.batch.pk) for page in ("release", "skip", "retry")] + [
        at(stage, page, stage.mail.pk) for page in ("mail_skip", "mail_retry")
    ]


def posting(stage):
    return [*asking(stage), at(stage, "mail_copy", stage.mail.pk)]


def test_staff_open_every_page(stage, client):
    client.force_login(stage.astrid_user)
    assert [client.get(address).status_code for address in readable(stage) + asking(stage)] == [200] * 11


@pytest.mark.parametrize("who", ["dorte_user", "bo_user"])
def test_a_stranger_and_a_member_find_nothing(stage, client, who):
    client.force_login(getattr(stage, who))
    assert {client.get(address).status_code for address in readable(stage) + asking(stage)} == {404}
    assert {client.post(address, {"reason": "x"}).status_code for address in posting(stage)} == {404}


def test_another_clusters_mail_is_not_found_under_ones_own_address(stage, client):
    client.force_login(stage.dorte_user)
    address = reverse("office:outbox:mail", args=[stage.havblik.slug, stage.mail.pk])
    assert client.get(address).status_code == 404


def test_an_anonymous_visitor_is_sent_to_sign_in(stage, client):
    responses = [client.get(address) for address in readable(stage) + asking(stage)] + [client.post(address) for address in posting(stage)]
    assert all(response.url.startswith(reverse("account_login")) for response in responses)


def test_a_reader_sees_everything_and_changes_nothing(stage, client):
    client.force_login(stage.rie_user)
    assert [client.get(address).status_code for address in readable(stage)] == [200] * 6
    assert {client.get(address).status_code for address in asking(stage)} == {403}
    assert {client.post(address, {"reason": "x"}).status_code for address in posting(stage)} == {403}
    assert "btn--primary" not in client.get(at(stage, "batch", stage.batch.pk)).content.decode()


def test_releasing_from_the_page(stage, client):
    client.force_login(stage.frida_user)
    response = client.post(at(stage, "release", stage.batch.pk), follow=True)
    assert response.status_code == 200
    with scope(cluster=stage.nordlys):
        assert Batch.objects.get().released_by == "Frida Juhl"
    again = client.post(at(stage, "release", stage.batch.pk), follow=True).content.decode()
    assert "Frida Juhl" in again


def test_the_preview_is_the_mail_itself_in_a_frame_that_runs_nothing(stage, client):
    client.force_login(stage.astrid_user)
    response = client.get(at(stage, "preview", stage.mail.pk))
    page = response.content.decode()
    assert "Tak for året." in page
    assert "<script>" not in page
    assert "<img" not in page
    policy = response.headers["Content-Security-Policy"]
    assert policy == "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert client.get(at(stage, "mail", stage.mail.pk)).headers["X-Frame-Options"] == "DENY"


def test_the_attachment_comes_as_a_file(stage, client):
    client.force_login(stage.astrid_user)
    response = client.get(at(stage, "attachment", stage.mail.pk))
    assert (response.content, response.headers["Content-Type"]) == (b"%PDF-x", "application/pdf")
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''Faktura%20%C3%A6.pdf")


def test_a_mail_without_attachment_has_none_to_download(stage, client):
    client.force_login(stage.astrid_user)
    with scope(cluster=stage.nordlys):
        other = Mail.objects.get(subject_key="test:2")
    assert client.get(at(stage, "attachment", other.pk)).status_code == 404


def test_a_mail_that_cannot_be_made_says_so_on_its_page(stage, client):
    with scope(cluster=stage.nordlys):
        Mail.objects.filter(pk=stage.mail.pk).update(template="no/such/template")
    client.force_login(stage.astrid_user)
    response = client.get(at(stage, "mail", stage.mail.pk))
    assert (response.status_code, "no/such/template" in response.content.decode()) == (200, True)
    assert client.get(at(stage, "preview", stage.mail.pk)).status_code == 404


@pytest.mark.parametrize(
    ("query", "shown"), [("status=skipped", {3}), ("search=r2@", {2}), ("search=L%C3%A6ser+1", {1}), ("status=nonsense", {1, 2, 3})]
)
def test_the_log_is_narrowed_by_its_address(stage, client, query, shown):
    client.force_login(stage.astrid_user)
    page = client.get(f"{at(stage, 'log')}?{query}").content.decode()
    assert {number for number in (1, 2, 3) if f"Læser {number}</a>" in page} == shown


def test_a_corrected_address_puts_a_skipped_mail_back(stage, client):
    client.force_login(stage.frida_user)
    with scope(cluster=stage.nordlys):
        skipped = Mail.objects.get(subject_key="test:3")
    client.post(at(stage, "mail_retry", skipped.pk), {"to_address": "ny@reader.example"})
    with scope(cluster=stage.nordlys):
        skipped.refresh_from_db()
    assert (skipped.status, skipped.to_address) == ("waiting", "ny@reader.example")


def test_stopping_without_a_reason_is_refused_in_words(stage, client):
    client.force_login(stage.frida_user)
    page = client.post(at(stage, "mail_skip", stage.mail.pk), {"reason": " "}, follow=True).content.decode()
    assert "alert--bad" in page
    with scope(cluster=stage.nordlys):
        assert Mail.objects.get(pk=stage.mail.pk).status == "waiting"


def test_many_batches_take_no_more_queries_than_one(stage, client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(stage.astrid_user)
    with CaptureQueriesContext(connection) as one:
        client.get(at(stage, "list"))
    with scope(cluster=stage.nordlys):
        for number in range(10, 14):
            prepare_mails(
                stage.nordlys,
                rule="billing.invoice",
                source_key=f"r{number}",
                title="x",
                mails=[draft(number, stage)],
                actor=stage.astrid,
                at=stage.noon,
            )
    with django_assert_num_queries(len(one)):
        client.get(at(stage, "list"))
