"""Against a real mail server: right bytes, each once, and every failure told."""

from datetime import timedelta

import pytest
from django.core.mail import get_connection
from django.db import connections, transaction
from django.db.models import F
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.audit.models import AuditEvent
from klynge.core.errors import Refused
from klynge.outbox import tasks
from klynge.outbox.actions import release_batch, retry_mail, send_mail
from klynge.outbox.errors import MailServerDown
from klynge.outbox.models import Attempt, Mail
from klynge.outbox.queries import message_id

from .conftest import PDF, draft


def release(world, batch):
    with scope(cluster=world.nordlys):
        return release_batch(batch, actor=world.frida, at=world.noon)


def send(batch):
    tasks.send_batch(cluster_id=batch.cluster_id, batch_id=batch.pk)


def states(world):
    with scope(cluster=world.nordlys):
        return dict(Mail.objects.values_list("subject_key", "status"))


def attempts(world, key="test:1"):
    with scope(cluster=world.nordlys):
        return list(Attempt.objects.filter(mail__subject_key=key).values_list("outcome", "reason"))


def test_danish_letters_and_the_document_arrive_byte_for_byte(world, server, prepare, pdf):
    batch = prepare(drafts=[draft(1, reference_on=world.today, attachment=pdf, to_name="Søren Ågård")])
    send(release(world, batch))

    message = server.box.message()
    assert message["Subject"] == "Kontingent nr. 1: ærø, øl og åben dør"
    assert (message["To"], message["From"]) == ("Søren Ågård <r1@reader.example>", "Nordlys <klynge@post.example>")
    assert message["Reply-To"] == "post@nordlys.example"
    assert "Første linje med æøå." in message.get_body(("plain",)).get_content()
    assert "Første linje med æøå." in message.get_body(("html",)).get_content()
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type(), attached.get_content()) == ("Faktura 42.pdf", "application/pdf", PDF)


def test_the_message_id_is_the_same_at_every_try(world, server, prepare):
    batch = release(world, prepare(1))
    send(batch)
    with scope(cluster=world.nordlys):
        mail = Mail.objects.get()
        assert server.box.message()["Message-ID"] == message_id(mail) == mail.attempts.get().message_id


def test_nothing_leaves_before_the_release(world, server, prepare):
    send(prepare(3))
    assert (server.box.to, set(states(world).values())) == ([], {"waiting"})


def test_many_mails_go_over_one_connection(world, server, prepare):
    send(release(world, prepare(20)))
    assert (len(server.box.to), len(server.box.sessions)) == (20, 1)


def test_one_refused_address_fails_alone_with_the_servers_words(world, server, prepare):
    server.box.answers["r2@reader.example"] = "550 5.1.1 ukendt modtager"
    send(release(world, prepare(3)))

    assert states(world) == {"test:1": "sent", "test:2": "failed", "test:3": "sent"}
    assert attempts(world, "test:2") == [("failed", "550 5.1.1 ukendt modtager")]
    with scope(cluster=world.nordlys):
        assert AuditEvent.objects.filter(verb="outbox.mail.failed").count() == 1


def test_one_put_off_waits_while_the_others_leave_and_is_tried_again_later(world, server, prepare):
    server.box.answers["r1@reader.example"] = "450 4.2.0 greylisted"
    send(release(world, prepare(2)))
    send(prepare(2))  # too soon: five minutes have not passed
    assert (states(world), attempts(world)) == ({"test:1": "waiting", "test:2": "sent"}, [("failed", "450 4.2.0 greylisted")])

    server.box.answers.clear()
    with scope(cluster=world.nordlys):
        Attempt.objects.update(at=F("at") - timedelta(minutes=6))
    tasks.send_waiting()
    assert (states(world)["test:1"], server.box.to) == ("sent", ["r2@reader.example", "r1@reader.example"])


def test_a_mail_put_off_for_three_days_is_given_up(world, server, prepare):
    server.box.data_answers["r1@reader.example"] = "451 try later"
    batch, actor = release(world, prepare(1)), Actor.system("outbox", cluster_id=world.nordlys.pk)
    with scope(cluster=world.nordlys):
        for days in (0, 1, 2.9, 4.5):
            assert (
                send_mail(batch, after=0, connection=get_connection(), actor=actor, at=world.noon + timedelta(days=days)).outcome
                == "failed"
            )
    assert states(world) == {"test:1": "failed"}
    assert attempts(world)[-1][1].endswith("451 try later")


def test_a_server_that_is_down_costs_nothing_but_time(world, server, prepare):
    server.down()
    batch = release(world, prepare(3))
    with pytest.raises(MailServerDown):
        send(batch)
    assert set(states(world).values()) == {"waiting"}
    assert [outcome for outcome, _reason in attempts(world)] == ["failed"]

    server.up()
    with scope(cluster=world.nordlys):
        Attempt.objects.update(at=F("at") - timedelta(minutes=6))
    tasks.send_waiting()
    assert sorted(server.box.to) == ["r1@reader.example", "r2@reader.example", "r3@reader.example"]


def test_a_connection_that_the_server_closed_is_replaced(world, server, prepare):
    batch, connection = release(world, prepare(2)), get_connection()
    actor = Actor.system("outbox", cluster_id=world.nordlys.pk)
    with scope(cluster=world.nordlys):
        connection.open()
        server.down()
        server.up()
        assert send_mail(batch, after=0, connection=connection, actor=actor, at=world.noon).outcome == "sent"


def test_killed_before_the_commit_only_the_mail_in_flight_goes_twice_with_the_same_id(world, server, prepare):
    """A process that dies after the server's yes loses its transaction; here it is rolled back."""
    batch, actor = release(world, prepare(3)), Actor.system("outbox", cluster_id=world.nordlys.pk)
    with scope(cluster=world.nordlys), transaction.atomic():
        send_mail(batch, after=0, connection=get_connection(), actor=actor, at=world.noon)
        transaction.set_rollback(True)
    send(batch)

    assert sorted(server.box.to) == ["r1@reader.example", "r1@reader.example", "r2@reader.example", "r3@reader.example"]
    assert server.box.message(0)["Message-ID"] == server.box.message(1)["Message-ID"]


def test_a_mail_that_cannot_be_made_fails_alone(world, server, prepare):
    bad = draft(1, reference_on=world.today, attachment={"kind": "nobody.makes.this"})
    send(release(world, prepare(drafts=[bad, draft(2, reference_on=world.today)])))

    assert states(world) == {"test:1": "failed", "test:2": "sent"}
    assert "nobody.makes.this" in attempts(world)[0][1]


def test_without_a_server_mail_is_kept_and_leaves_when_there_is_one(world, settings, server, prepare):
    settings.EMAIL_HOST = ""
    send(release(world, prepare(2)))
    assert (set(states(world).values()), server.box.to) == ({"kept"}, [])
    assert attempts(world)[0][1] != ""

    settings.EMAIL_HOST = "127.0.0.1"
    with scope(cluster=world.nordlys):
        mail = retry_mail(Mail.objects.get(subject_key="test:1"), actor=world.frida, at=world.noon)
        send(mail.batch)
    assert (states(world), server.box.to) == ({"test:1": "sent", "test:2": "kept"}, ["r1@reader.example"])


def test_only_the_installation_itself_sends(world, prepare):
    batch = release(world, prepare(1))
    with scope(cluster=world.nordlys), pytest.raises(Refused):
        send_mail(batch, after=0, connection=get_connection(), actor=world.astrid, at=world.noon)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once(transactional_db, world, server, prepare):
    from concurrent.futures import ThreadPoolExecutor

    batch = release(world, prepare(60))

    def work():
        try:
            send(batch)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        for job in [pool.submit(work) for _worker in range(4)]:
            job.result()
    assert sorted(server.box.to) == sorted(f"r{n}@reader.example" for n in range(1, 61))
    assert len(server.box.sessions) > 1
    with scope(cluster=world.nordlys):
        assert Attempt.objects.filter(outcome="sent").count() == 60


@pytest.mark.django_db(transaction=True)
def test_a_release_reaches_the_server_through_the_worker(world, server, prepare, run_jobs):
    release(world, prepare(2))
    run_jobs()
    run_jobs()
    assert sorted(server.box.to) == ["r1@reader.example", "r2@reader.example"]
