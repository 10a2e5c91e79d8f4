"""Two people do the same at the same moment, over two real connections: one of them is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import close_old_connections, connection, transaction
from django_scopes import scope, scopes_disabled

from klynge.billing.actions import DraftLine, allocate_payment, issue_credit_note, issue_invoice, record_payment, set_fee_status
from klynge.billing.models import Allocation, FeeStatus, Invoice, Payment
from klynge.billing.queries import fee_status_on
from klynge.core.errors import HouseError
from klynge.ledger.actions import post_transaction
from klynge.ledger.models import Transaction
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage():
    return build()


def at_once(stage, *works):
    """Do the works in connections of their own, begun together and held open a moment; return what came of each."""
    start = Barrier(len(works))

    def one(work):
        close_old_connections()
        try:
            with scope(cluster=stage.nordlys), transaction.atomic():
                start.wait(10)
                work()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.3)")
                return "done"
        except HouseError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return sorted(pool.map(one, works))


def by(stage):
    return {"actor": stage.frida, "at": stage.noon}


def invoiced(stage, key="a", on=date(2027, 1, 4)):
    lines = [DraftLine(stage.dues, "Kontingent", 1_000_00)]
    given = {"issued_on": on, "due_on": on, "language": "da", **by(stage)}
    return issue_invoice(stage.fjord, cluster=stage.nordlys, lines=lines, source_key=key, **given)


def paid(stage, reference="bank-1"):
    facts = {"received_on": stage.today, "reference": reference, **by(stage)}
    return record_payment(stage.fjord, cluster=stage.nordlys, amount_minor=1_250_00, **facts)


def test_a_payment_is_recorded_once(stage):
    assert at_once(stage, lambda: paid(stage), lambda: paid(stage)) == ["Conflict", "done"]
    with scopes_disabled():
        assert Payment.objects.count() == 1


@pytest.mark.parametrize("other_day", [date(2027, 1, 4), date(2028, 1, 3)])
def test_a_key_is_invoiced_once_also_across_years(stage, other_day):
    works = [lambda: invoiced(stage), lambda: invoiced(stage, on=other_day)]
    assert at_once(stage, *works) == ["Conflict", "done"]
    with scopes_disabled():
        assert Invoice.objects.count() == 1


def test_an_invoice_is_credited_once_also_across_years(stage):
    with scope(cluster=stage.nordlys):
        invoice = invoiced(stage)

    def credit(on):
        return lambda: issue_credit_note(invoice, reason="x", issued_on=on, **by(stage))

    assert at_once(stage, credit(date(2027, 1, 4)), credit(date(2028, 1, 3))) == ["Conflict", "done"]


def test_a_reference_stands_in_the_books_once(stage):
    def post():
        facts = {"reference": "x", "effective_on": stage.today, "text": "x", "moves": [("income", "bank", 1)]}
        post_transaction(stage.nordlys, **facts, **by(stage))

    assert at_once(stage, post, post) == ["Conflict", "done"]
    with scopes_disabled():
        assert Transaction.objects.count() == 1


def test_a_payment_is_used_once(stage):
    with scope(cluster=stage.nordlys):
        payment, invoices = paid(stage), [invoiced(stage, key) for key in "ab"]

    def use(invoice):
        return lambda: allocate_payment(payment, invoice=invoice, amount_minor=1_000_00, **by(stage))

    assert at_once(stage, *map(use, invoices)) == ["Conflict", "done"]
    with scopes_disabled():
        assert Allocation.objects.count() == 1


def test_dues_are_not_taken_back_while_they_are_being_invoiced(stage):
    def take_back():
        set_fee_status(stage.nordlys, status=FeeStatus.NONE, from_on=stage.today, **by(stage))

    told = at_once(stage, lambda: invoiced(stage), take_back)
    assert told in (["Conflict", "done"], ["Invalid", "done"])
    with scope(cluster=stage.nordlys):
        assert (fee_status_on(stage.nordlys, stage.today) == FeeStatus.INTRODUCED) == Invoice.objects.exists()
