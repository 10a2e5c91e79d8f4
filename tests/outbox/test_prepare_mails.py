"""Mails wait in the outbox, each once, until somebody lets them go."""

import pytest
from django_scopes import scope

from klynge.audit.models import AuditEvent
from klynge.core.errors import Refused
from klynge.outbox.actions import release_batch
from klynge.outbox.models import Attempt, Batch, Mail

from .conftest import draft


def states(world, batch=None):
    with scope(cluster=world.nordlys):
        mails = Mail.objects.filter(batch=batch) if batch else Mail.objects.all()
        return sorted(mails.values_list("subject_key", "status"))


def test_preparing_twice_makes_each_mail_once(world, prepare):
    assert prepare(2).pk == prepare(2).pk
    assert states(world) == [("test:1", "waiting"), ("test:2", "waiting")]


def test_newcomers_join_the_batch_that_is_still_open(world, prepare):
    first, second = prepare(1), prepare(3)

    assert first.pk == second.pk
    assert len(states(world, first)) == 3


def test_after_the_release_newcomers_wait_in_a_batch_of_their_own(world, prepare):
    first = prepare(1)
    with scope(cluster=world.nordlys):
        release_batch(first, actor=world.frida, at=world.noon)
    second, third = prepare(2), prepare(3)

    assert (second.source_key, second.released_at, third.pk) == ("dues_run:7#2", None, second.pk)
    assert states(world, second) == [("test:2", "waiting"), ("test:3", "waiting")]
    with scope(cluster=world.nordlys):
        assert Batch.objects.count() == 2


@pytest.mark.parametrize(
    ("address", "said"), [("", False), ("  ", False), ("not an address", True), ("a@b", True), ("x@y.example\nBcc: z@y.example", True)]
)
def test_without_a_usable_address_a_mail_is_skipped_and_says_why(world, prepare, address, said):
    prepare(drafts=[draft(1, address=address, reference_on=world.today), draft(2, reference_on=world.today)])

    assert states(world) == [("test:1", "skipped"), ("test:2", "waiting")]
    with scope(cluster=world.nordlys):
        attempt = Attempt.objects.get()
        assert (attempt.mail.subject_key, attempt.outcome, address.strip() in attempt.reason) == ("test:1", "skipped", True)
        assert ("“" in attempt.reason) == said


def test_a_line_break_in_a_name_never_becomes_a_header(world, prepare):
    prepare(drafts=[draft(1, to_name="Bo\r\nBcc: spy@x.example", reference_on=world.today)])
    with scope(cluster=world.nordlys):
        assert Mail.objects.get().to_name == "Bo Bcc: spy@x.example"


def test_preparing_is_recorded_once_with_its_counts(world, prepare):
    for _again in range(2):
        prepare(drafts=[draft(1, reference_on=world.today), draft(2, address="", reference_on=world.today)])
    with scope(cluster=world.nordlys):
        assert [(e.verb, e.details) for e in AuditEvent.objects.all()] == [("outbox.batch.prepared", {"count": 2, "skipped": 1})]


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_strangers_and_members_put_nothing_into_the_outbox(world, prepare, who):
    with pytest.raises(Refused):
        prepare(1, actor=getattr(world, who))
    assert states(world) == []


@pytest.mark.django_db
def test_a_thousand_mails_take_no_more_queries_than_ten(world, prepare, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        prepare(1_000)
    assert len(states(world)) == 1_000
