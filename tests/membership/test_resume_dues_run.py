"""A run that was released late is dated late; one that came to a halt goes on."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from klynge.access.models import Cluster
from klynge.audit.models import AuditEvent
from klynge.billing.models import Invoice
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.ledger.actions import close_books
from klynge.membership.actions import discard_dues_run, issue_dues_batch, plan_dues, release_dues_run, resume_dues_run
from klynge.membership.queries.issuing import is_stuck
from klynge.membership.rules.run_dates import dates_of
from tests import factories

LATE = datetime(2027, 1, 20, 11, 0, tzinfo=UTC)
DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues)
        factories.size(world.fjord, 35)
        factories.member(world.nordlys, world.ordinary, "Havn ApS", 7)
        world.run = plan_dues(world.term, as_of=world.today, issue_on=world.today, actor=world.astrid, at=world.noon)
        yield world


def released(stage, at=None):
    release_dues_run(stage.run, actor=stage.frida, at=at or stage.noon)
    stage.run.refresh_from_db()


def halted(stage, at=None):
    """Release, issue one invoice, and let the job fail for good."""
    released(stage, at)
    assert issue_dues_batch(stage.run, actor=stage.frida, at=at or stage.noon, size=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = 'membership.issue_dues_run'")


def resumed(stage, at=LATE, actor=None):
    return resume_dues_run(stage.run, actor=actor or stage.frida, at=at)


def days():
    return list(Invoice.objects.order_by("serial").values_list("issued_on", "due_on"))


def test_a_run_released_in_time_keeps_its_days(stage):
    released(stage)
    assert (stage.run.issue_on, stage.run.due_on) == (stage.today, date(2027, 2, 3))


def test_a_late_release_is_dated_that_day_with_the_whole_time_to_pay(stage):
    released(stage, LATE)
    assert not issue_dues_batch(stage.run, actor=stage.frida, at=LATE)
    assert days() == [(date(2027, 1, 20), date(2027, 2, 19))] * 2


def test_a_release_late_in_the_evening_counts_from_the_danish_day(stage):
    released(stage, datetime(2027, 1, 19, 23, 30, tzinfo=UTC))
    assert stage.run.issue_on == date(2027, 1, 20)


@given(planned=DAYS, released_on=DAYS, due=st.integers(0, 90), terms=st.integers(0, 90))
def test_invoices_are_never_older_than_their_release_nor_due_too_soon(planned, released_on, due, terms):
    due_on = date.fromordinal(planned.toordinal() + due)
    issue_on, pay_on = dates_of(planned, due_on, released_on=released_on, payment_days=terms)
    assert issue_on == max(planned, released_on)
    assert pay_on >= due_on
    assert (pay_on - issue_on).days >= terms


def test_a_halted_run_goes_on_where_it_stopped(stage):
    halted(stage)
    assert is_stuck(stage.run)
    run = resumed(stage)
    assert not is_stuck(run)
    assert not issue_dues_batch(run, actor=stage.frida, at=LATE)
    assert days() == [(stage.today, date(2027, 2, 3)), (date(2027, 1, 20), date(2027, 2, 19))]
    assert AuditEvent.objects.get(verb="membership.dues_run.resumed").details["issue_on"] == "2027-01-20"


@pytest.mark.parametrize("state", ["planned", "issuing", "finished", "discarded"])
def test_only_a_run_that_has_come_to_a_halt_is_resumed(stage, state):
    if state == "discarded":
        discard_dues_run(stage.run, actor=stage.astrid, at=stage.noon)
    elif state != "planned":
        released(stage)
    if state == "finished":
        issue_dues_batch(stage.run, actor=stage.frida, at=stage.noon)
    with pytest.raises(Conflict):
        resumed(stage)


def test_what_stopped_the_run_is_told_until_it_is_mended(stage):
    halted(stage)
    Cluster.objects.filter(pk=stage.nordlys.pk).update(street="")
    with pytest.raises(Invalid, match="address"):
        resumed(stage)
    assert is_stuck(stage.run)


def test_a_release_into_closed_books_is_told_at_once(stage):
    stage.run.issue_on = date(2027, 1, 4)
    later = datetime(2027, 1, 10, 11, 0, tzinfo=UTC)
    close_books(stage.nordlys, through_on=date(2027, 1, 9), actor=stage.frida, at=later)
    with pytest.raises(Conflict, match="closed through"):
        release_dues_run(stage.run, actor=stage.frida, at=stage.noon)
    released(stage, later)


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_a_stranger_and_a_member_resume_nothing(stage, who):
    halted(stage)
    with pytest.raises(Refused):
        resumed(stage, actor=getattr(stage, who))
