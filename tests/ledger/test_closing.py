"""Closed days of the books take nothing any more, whoever tries and however."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection
from django_scopes import scope

from klynge.audit.models import AuditEvent, Seal
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.selects import Select
from klynge.ledger.actions import close_books, post_transaction, post_transactions, reopen_books, reverse_transaction, set_chart_number
from klynge.ledger.models import Closing, Transaction
from klynge.ledger.queries import chart_lines, closed_through, first_open_day

DECEMBER = date(2026, 12, 31)


@pytest.fixture
def books(world):
    with scope(cluster=world.nordlys):
        yield world


def post(world, day, reference="a"):
    return post_transaction(
        world.nordlys, reference=reference, effective_on=day, text="x", moves=[("income:dues", "bank", 100)], actor=world.frida, at=world.noon
    )  # fmt: skip


def close(world, day=DECEMBER, actor=None):
    return close_books(world.nordlys, through_on=day, actor=actor or world.frida, at=world.noon)


def test_a_closed_day_takes_no_transaction_and_the_next_day_does(books):
    post(books, DECEMBER, "before")
    close(books)
    with pytest.raises(Conflict, match="closed through"):
        post(books, DECEMBER)
    post(books, date(2027, 1, 1))
    assert list(Transaction.objects.values_list("reference", flat=True)) == ["before", "a"]
    assert (closed_through(books.nordlys), first_open_day(books.nordlys, DECEMBER)) == (DECEMBER, date(2027, 1, 1))


def test_neither_a_batch_nor_a_reversal_goes_into_a_closed_day(books):
    early = post(books, date(2026, 12, 1))
    close(books)
    moves = Select(
        "SELECT 'b' AS reference, DATE '2026-12-31' AS effective_on, 'x' AS text, NULL::bigint AS reverses_id, 'bank' AS credit_code, 'income:dues' AS debit_code,"
        " 5::bigint AS amount_minor, 'DKK' AS currency"
    )
    with pytest.raises(Conflict, match="closed through"):
        post_transactions(books.nordlys, moves=moves, actor=books.frida, at=books.noon)
    with pytest.raises(Conflict, match="closed through"):
        reverse_transaction(early, reference="r", effective_on=DECEMBER, text="x", actor=books.frida, at=books.noon)
    assert Transaction.objects.count() == 1


def test_the_database_itself_refuses_a_closed_day(books):
    close(books)
    with pytest.raises(IntegrityError, match="the books are closed through 2026-12-31"):
        Transaction.objects.create(cluster=books.nordlys, reference="x", effective_on=DECEMBER, recorded_at=books.noon, text="x")


def test_closing_seals_the_books_and_the_trail(books):
    post(books, DECEMBER)
    close(books)
    assert list(Seal.objects.values_list("stream", "number")) == [("audit", 1), ("ledger", 1)]


def test_only_days_that_are_over_and_still_open_are_closed(books):
    for day in (books.today, date(2028, 1, 1)):
        with pytest.raises(Invalid, match="over"):
            close(books, day)
    close(books)
    with pytest.raises(Invalid, match="already"):
        close(books, date(2026, 11, 30))
    assert Closing.objects.count() == 1


def test_an_administrator_opens_days_again_with_a_reason(books):
    close(books)
    with pytest.raises(Refused):
        reopen_books(books.nordlys, through_on=date(2026, 11, 30), reason="x", actor=books.frida, at=books.noon)
    with pytest.raises(Invalid, match="Say why"):
        reopen_books(books.nordlys, through_on=date(2026, 11, 30), reason=" ", actor=books.astrid, at=books.noon)
    with pytest.raises(Invalid, match="open already"):
        reopen_books(books.nordlys, through_on=DECEMBER, reason="x", actor=books.astrid, at=books.noon)
    reopen_books(books.nordlys, through_on=date(2026, 11, 30), reason="The auditor found one", actor=books.astrid, at=books.noon)
    post(books, DECEMBER)
    assert AuditEvent.objects.filter(verb="ledger.books.reopened").get().details["reason"] == "The auditor found one"


def test_a_stranger_and_a_member_close_nothing(books):
    for actor in (books.dorte, books.bo):
        with pytest.raises(Refused):
            close(books, actor=actor)


def test_a_cluster_numbers_its_accounts_and_no_number_is_taken_twice(books):
    post(books, books.today)
    set_chart_number(books.nordlys, family="income:dues", number="1200", actor=books.frida, at=books.noon)
    lines = {line.family: (line.number, line.balance_minor) for line in chart_lines(books.nordlys)}
    assert (lines["income:dues"], lines["bank"]) == (("1200", 100), ("5820", 100))
    with pytest.raises(Conflict, match="bank"):
        set_chart_number(books.nordlys, family="vat", number="5820", actor=books.frida, at=books.noon)
    with pytest.raises(Invalid, match="digits"):
        set_chart_number(books.nordlys, family="vat", number="12a", actor=books.frida, at=books.noon)
    with pytest.raises(Invalid, match="no family"):
        set_chart_number(books.nordlys, family="gold", number="12", actor=books.frida, at=books.noon)


@pytest.mark.django_db(transaction=True)
def test_who_books_and_who_closes_at_once_come_one_after_the_other(transactional_db):
    from tests.world import build

    world = build()
    at = datetime(2027, 1, 4, 11, tzinfo=world.noon.tzinfo)

    def work(number):
        try:
            with scope(cluster=world.nordlys):
                close_books(world.nordlys, through_on=DECEMBER, actor=world.frida, at=at) if number == 4 else post(
                    world, DECEMBER, str(number)
                )
        except Conflict:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(work, range(8)))
    with scope(cluster=world.nordlys):
        closed_at_seal = Seal.objects.filter(stream="ledger").values_list("rows", flat=True).first() or 0
        assert found[4] == "done" and Transaction.objects.count() == found.count("done") - 1 == closed_at_seal
