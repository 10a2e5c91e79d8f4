"""A term that is closed is final; an administrator can open it again and says why."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Event

import pytest
from django.db import close_old_connections, connection, transaction
from django_scopes import scope

from klynge.audit.models import AuditEvent
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.ranges import span
from klynge.membership.actions import (
    close_term,
    discard_dues_run,
    exclude_member,
    issue_dues_batch,
    join_member,
    open_term,
    plan_dues,
    release_dues_run,
    reopen_term,
    undo_dues_run,
)
from klynge.membership.errors import TermClosed
from klynge.membership.models import DuesRun, Term, TermClosing
from klynge.membership.queries.closing import OpenInTerm, next_term_start, terms_of, what_is_open
from tests import factories
from tests.world import build

AFTER = datetime(2028, 1, 10, 11, 0, tzinfo=UTC)
LAST_MINUTES = datetime(2027, 12, 31, 23, 30, tzinfo=UTC)  # 00.30 on 1 January 2028 in Denmark


def ready(world):
    factories.a1_schedule(world.nordlys, world.dues)
    factories.size(world.fjord, 35)
    factories.member(world.nordlys, world.ordinary, "Uden Størrelse ApS", None)
    return world


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        yield ready(world)


def planned(stage, at=None):
    at = at or stage.noon
    return plan_dues(stage.term, as_of=at.date(), issue_on=at.date(), actor=stage.astrid, at=at)


def issued(stage):
    run = planned(stage)
    release_dues_run(run, actor=stage.frida, at=stage.noon)
    assert not issue_dues_batch(run, actor=stage.frida, at=stage.noon)
    return DuesRun.objects.get(pk=run.pk)


def closed(stage, at=AFTER, actor=None):
    return close_term(stage.term, actor=actor or stage.frida, at=at)


def test_what_is_still_open_is_counted(stage):
    assert what_is_open(stage.term, on=AFTER.date()) == OpenInTerm(2, 2, 0, 0, ())
    issued(stage)
    assert what_is_open(stage.term, on=AFTER.date()) == OpenInTerm(2, 1, 1, 8_125_00, ())


def test_a_closed_term_is_told_with_what_was_left(stage):
    issued(stage)
    assert closed(stage).closed_by == "Frida Juhl"
    details = AuditEvent.objects.get(verb="membership.term.closed").details
    assert (details["unbilled"], details["open_invoices"], details["open_minor"]) == (1, 1, 8_125_00)
    with pytest.raises(Conflict):
        closed(stage)


def test_nothing_is_billed_undone_or_changed_in_a_closed_term(stage):
    run = issued(stage)
    closed(stage)
    new, by = factories.company(stage.nordlys, "Ny ApS"), {"actor": stage.astrid, "at": AFTER}
    with pytest.raises(Invalid, match="2027"):
        planned(stage, AFTER)
    with pytest.raises(TermClosed):
        undo_dues_run(run, reason="x", actor=stage.frida, at=AFTER)
    with pytest.raises(TermClosed):
        join_member(stage.nordlys, organisation=new, type=stage.ordinary, joined_on=date(2027, 12, 31), **by)
    with pytest.raises(TermClosed):
        exclude_member(stage.fjord_membership, effective_on=date(2027, 7, 1), reason="other", **by)
    assert join_member(stage.nordlys, organisation=new, type=stage.ordinary, joined_on=date(2028, 1, 1), **by)


@pytest.mark.parametrize("at", [datetime(2027, 12, 31, 22, 30, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)])
def test_a_term_that_is_not_over_stays_open(stage, at):
    with pytest.raises(Invalid):
        closed(stage, at)


def test_a_term_is_over_at_danish_midnight(stage):
    assert closed(stage, LAST_MINUTES)


@pytest.mark.parametrize("is_released", [False, True])
def test_a_run_under_way_stands_in_the_way(stage, is_released):
    run = planned(stage)
    if is_released:
        release_dues_run(run, actor=stage.frida, at=stage.noon)
    assert what_is_open(stage.term, on=AFTER.date()).runs == (run,)
    with pytest.raises(Conflict, match="2027"):
        closed(stage)
    if not is_released:
        discard_dues_run(run, actor=stage.astrid, at=stage.noon)
        assert closed(stage)


def test_an_administrator_opens_it_again_with_a_reason(stage):
    closed(stage)
    with pytest.raises(Refused):
        reopen_term(stage.term, reason="Fejl", actor=stage.frida, at=AFTER)
    with pytest.raises(Invalid):
        reopen_term(stage.term, reason=" ", actor=stage.astrid, at=AFTER)
    reopen_term(stage.term, reason="En faktura manglede", actor=stage.astrid, at=AFTER)
    assert planned(stage, AFTER)
    assert AuditEvent.objects.get(verb="membership.term.reopened").details["reason"] == "En faktura manglede"
    with pytest.raises(Conflict):
        reopen_term(stage.term, reason="Igen", actor=stage.astrid, at=AFTER)


def test_terms_are_opened_again_from_the_last_one_back(stage):
    earlier = Term.objects.create(cluster=stage.nordlys, label="2026", during=span(date(2026, 1, 1), date(2027, 1, 1)))
    close_term(earlier, actor=stage.frida, at=AFTER)
    closed(stage)
    with pytest.raises(Conflict, match="2027"):
        reopen_term(earlier, reason="x", actor=stage.astrid, at=AFTER)


def test_terms_are_listed_and_the_next_one_is_proposed(stage):
    issued(stage)
    assert [(term.label, term.charged) for term in terms_of(stage.nordlys)] == [("2027", 1)]
    assert next_term_start(stage.nordlys, on=stage.today) == date(2028, 1, 1)
    open_term(stage.nordlys, starts_on=date(2028, 1, 1), actor=stage.astrid, at=stage.noon)
    assert next_term_start(stage.nordlys, on=stage.today) == date(2029, 1, 1)


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_a_stranger_and_a_member_close_nothing(stage, who):
    with pytest.raises(Refused):
        closed(stage, actor=getattr(stage, who))
    with pytest.raises(Refused):
        reopen_term(stage.term, reason="x", actor=getattr(stage, who), at=AFTER)


@pytest.mark.django_db(transaction=True)
def test_a_member_admitted_while_the_term_is_being_closed_is_refused():
    stage, is_closed = build(), Event()
    with scope(cluster=stage.nordlys):
        new = factories.company(stage.nordlys, "Ny ApS")

    def close():
        close_old_connections()
        try:
            with scope(cluster=stage.nordlys), transaction.atomic():
                closed(stage)
                is_closed.set()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.3)")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        closing = pool.submit(close)
        assert is_closed.wait(10)
        with scope(cluster=stage.nordlys), pytest.raises(TermClosed):
            join_member(stage.nordlys, organisation=new, type=stage.ordinary, joined_on=date(2027, 12, 1), actor=stage.astrid, at=AFTER)
        closing.result()
    assert TermClosing.objects.count() == 1
