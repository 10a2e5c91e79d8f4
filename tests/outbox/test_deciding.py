"""Releasing, skipping and trying again, by those who may."""

import pytest
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Role
from klynge.audit.models import AuditEvent
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.outbox import tasks
from klynge.outbox.actions import copy_mail, release_batch, retry_batch, retry_mail, skip_batch, skip_mail, try_delivery
from klynge.outbox.models import Attempt, Mail
from klynge.outbox.queries import counts_of

from .conftest import draft


@pytest.fixture
def reader(world):
    return Actor(name="Rie", cluster_id=world.nordlys.pk, roles=frozenset({Role.READER, Role.EVENTS}))


def counts(world, batch):
    with scope(cluster=world.nordlys):
        found = counts_of([batch])[batch.pk]
        return {name: count for name in ("waiting", "sent", "kept", "skipped", "failed") if (count := getattr(found, name))}


def test_a_batch_is_released_once(world, prepare):
    batch = prepare(2)
    with scope(cluster=world.nordlys):
        release_batch(batch, actor=world.frida, at=world.noon)
        with pytest.raises(Conflict):
            release_batch(batch, actor=world.frida, at=world.noon)
        assert AuditEvent.objects.filter(verb="outbox.batch.released").get().details == {"count": 2}


def test_an_empty_batch_is_not_released(world, prepare):
    batch = prepare(drafts=[draft(1, address="", reference_on=world.today)])
    with scope(cluster=world.nordlys), pytest.raises(Conflict):
        release_batch(batch, actor=world.frida, at=world.noon)


@pytest.mark.parametrize("who", ["bo", "dorte", "reader"])
@pytest.mark.parametrize("act", ["release", "skip_batch", "retry_batch", "skip_mail", "retry_mail", "copy_mail", "try_delivery"])
def test_who_may_not_decide_is_refused(world, reader, prepare, who, act):
    batch, actor = prepare(1), reader if who == "reader" else getattr(world, who)
    with scope(cluster=world.nordlys):
        mail, by = Mail.objects.get(), {"actor": actor, "at": world.noon}
        calls = {
            "release": lambda: release_batch(batch, **by), "skip_batch": lambda: skip_batch(batch, reason="x", **by),
            "retry_batch": lambda: retry_batch(batch, **by), "skip_mail": lambda: skip_mail(mail, reason="x", **by),
            "retry_mail": lambda: retry_mail(mail, **by), "copy_mail": lambda: copy_mail(mail, **by),
            "try_delivery": lambda: try_delivery(world.nordlys, **by),
        }  # fmt: skip
        with pytest.raises(Refused):
            calls[act]()
    assert counts(world, batch) == {"waiting": 1}


def test_a_skipped_mail_stays_behind_and_says_why(world, server, prepare):
    batch = prepare(2)
    with scope(cluster=world.nordlys):
        skip_mail(Mail.objects.get(subject_key="test:1"), reason="Sendt på papir", actor=world.frida, at=world.noon)
        release_batch(batch, actor=world.frida, at=world.noon)
    tasks.send_batch(cluster_id=batch.cluster_id, batch_id=batch.pk)

    assert (server.box.to, counts(world, batch)) == (["r2@reader.example"], {"skipped": 1, "sent": 1})
    with scope(cluster=world.nordlys):
        assert Attempt.objects.get(outcome="skipped").reason == "Sendt på papir"


def test_skipping_needs_a_reason_and_something_unsent(world, prepare):
    batch = prepare(1)
    with scope(cluster=world.nordlys):
        mail = Mail.objects.get()
        with pytest.raises(Invalid):
            skip_mail(mail, reason=" ", actor=world.frida, at=world.noon)
        with pytest.raises(Invalid):
            skip_batch(batch, reason=" ", actor=world.frida, at=world.noon)
        skip_mail(mail, reason="x", actor=world.frida, at=world.noon)
        with pytest.raises(Conflict):
            skip_mail(mail, reason="x", actor=world.frida, at=world.noon)
        with pytest.raises(Conflict):
            skip_batch(batch, reason="x", actor=world.frida, at=world.noon)


def test_what_is_left_of_a_batch_can_be_stopped(world, prepare):
    batch = prepare(3)
    with scope(cluster=world.nordlys):
        assert skip_batch(batch, reason="Forkert år", actor=world.frida, at=world.noon) == 3
        assert Attempt.objects.filter(outcome="skipped", reason="Forkert år").count() == 3
    assert counts(world, batch) == {"skipped": 3}


def test_a_corrected_address_lets_a_skipped_mail_leave(world, server, prepare):
    batch = prepare(drafts=[draft(1, address="forkert", reference_on=world.today)])
    with scope(cluster=world.nordlys):
        mail = Mail.objects.get()
        with pytest.raises(Invalid):
            retry_mail(mail, actor=world.frida, at=world.noon)
        retry_mail(mail, actor=world.frida, at=world.noon, to_address=" rigtig@reader.example ")
        with pytest.raises(Conflict):
            retry_mail(mail, actor=world.frida, at=world.noon)
        release_batch(batch, actor=world.frida, at=world.noon)
    tasks.send_batch(cluster_id=batch.cluster_id, batch_id=batch.pk)
    assert server.box.to == ["rigtig@reader.example"]


def test_kept_and_failed_mails_are_tried_again_together(world, settings, server, prepare):
    settings.EMAIL_HOST, batch = "", prepare(3)
    with scope(cluster=world.nordlys):
        release_batch(batch, actor=world.frida, at=world.noon)
        with pytest.raises(Conflict):
            retry_batch(batch, actor=world.frida, at=world.noon)
        tasks.send_batch(cluster_id=batch.cluster_id, batch_id=batch.pk)
        settings.EMAIL_HOST = "127.0.0.1"
        assert retry_batch(batch, actor=world.frida, at=world.noon) == 3
    tasks.send_waiting()
    assert (len(server.box.to), counts(world, batch)) == (3, {"sent": 3})


@pytest.mark.django_db(transaction=True)
def test_a_test_mail_goes_to_the_one_who_asks_and_leaves_the_mail_alone(world, server, prepare, run_jobs):
    batch = prepare(1)
    with scope(cluster=world.nordlys):
        copy_mail(Mail.objects.get(), actor=world.frida, at=world.noon)
        try_delivery(world.nordlys, actor=world.frida, at=world.noon)
    run_jobs()

    assert server.box.to == ["frida@nordlys.example"] * 2
    assert counts(world, batch) == {"waiting": 1}
    assert {bool("Kontingent nr. 1" in server.box.message(n)["Subject"]) for n in (0, 1)} == {True, False}
    with scope(cluster=world.nordlys), pytest.raises(Invalid):
        copy_mail(Mail.objects.get(rule="billing.invoice"), actor=Actor.system("x", cluster_id=world.nordlys.pk), at=world.noon)
