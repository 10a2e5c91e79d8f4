from datetime import date

import pytest
from django_scopes import scope

from klynge.billing.actions import DraftLine, issue_credit_note, issue_invoice, record_payment
from klynge.billing.models import Invoice, Payment
from klynge.billing.queries import (
    DuesTotals,
    Standing,
    dues_totals,
    invoice_by_number,
    open_minor,
    receivable_by_organisation,
    standing,
    with_balance,
)
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.ledger.queries import balance
from tests import factories

DUE, LATE = date(2027, 2, 3), date(2027, 2, 4)
YEAR = {"first": date(2027, 1, 1), "end": date(2028, 1, 1)}


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        world.invoice = invoice(world, "hand:1")
        yield world


def invoice(world, key, organisation=None):
    by = {"issued_on": world.today, "due_on": DUE, "language": "da", "actor": world.astrid, "at": world.noon}
    lines = [DraftLine(world.dues, "Kontingent 2027", 1_000_00)]
    return issue_invoice(organisation or world.fjord, cluster=world.nordlys, lines=lines, source_key=key, **by)


def pay(stage, amount, reference="bank-1", **options):
    given = {"received_on": stage.today, "invoice": stage.invoice, "actor": stage.frida, "at": stage.noon} | options
    organisation = given.pop("organisation", stage.fjord)
    return record_payment(organisation, cluster=stage.nordlys, amount_minor=amount, reference=reference, **given)


def state(stage, on=None):
    found = with_balance(Invoice.objects.filter(pk=stage.invoice.pk), on=on or stage.today).get()
    return found.state, found.paid_minor, found.open_minor


def test_a_payment_settles_its_invoice_and_stands_in_the_books(stage):
    payment = pay(stage, 1_250_00)
    assert list(payment.allocations.values_list("invoice_id", "amount_minor")) == [(stage.invoice.pk, 1_250_00)]
    assert (balance(stage.nordlys, "bank"), balance(stage.nordlys, f"receivable:organisation:{stage.fjord.pk}")) == (1_250_00, 0)
    assert (open_minor(stage.invoice), state(stage)) == (0, ("paid", 1_250_00, 0))


def test_what_is_too_much_stays_unallocated_and_visible(stage):
    pay(stage, 2_000_00)
    assert standing(stage.nordlys, stage.fjord.pk, on=stage.today) == Standing(1_250_00, 2_000_00, 750_00, 0, 0, None)
    assert balance(stage.nordlys, f"receivable:organisation:{stage.fjord.pk}") == -750_00


def test_a_payment_without_an_invoice_waits(stage):
    payment = pay(stage, 100_00, invoice=None, text="Hvem ved")
    assert (payment.allocations.count(), payment.text) == (0, "Hvem ved")


def test_money_for_a_settled_invoice_settles_nothing_more(stage):
    pay(stage, 1_250_00)
    assert pay(stage, 1_250_00, "bank-2").allocations.count() == 0


def test_an_invoice_is_open_then_partly_paid_then_overdue(stage):
    assert state(stage) == ("open", 0, 1_250_00)
    pay(stage, 250_00)
    assert [state(stage, on) for on in (date(2027, 1, 3), DUE, LATE)] == [
        ("open", 0, 1_250_00), ("partly_paid", 250_00, 1_000_00), ("overdue", 250_00, 1_000_00),
    ]  # fmt: skip


def test_a_credited_invoice_that_was_paid_is_owed_back(stage):
    pay(stage, 1_250_00)
    note = issue_credit_note(stage.invoice, reason="Meldt ud", issued_on=DUE, actor=stage.frida, at=stage.noon)
    assert (state(stage), state(stage, DUE)) == (("paid", 1_250_00, 0), ("credited", 1_250_00, -1_250_00))
    row = with_balance(Invoice.objects.filter(pk=note.pk), on=DUE).get()
    assert (row.state, row.open_minor, open_minor(note)) == ("credit_note", 0, 0)


def test_the_year_is_summed_up_with_what_is_paid_and_overdue(stage):
    other = factories.company(stage.nordlys, "Ærø Net A/S")
    invoice(stage, "hand:2", other)
    wrong = invoice(stage, "hand:3", other)
    issue_credit_note(wrong, reason="Dobbelt", issued_on=stage.today, actor=stage.frida, at=stage.noon)
    pay(stage, 250_00)
    assert dues_totals(stage.nordlys, on=stage.today, **YEAR) == DuesTotals(2_500_00, 250_00, 0, 2, 0)
    assert dues_totals(stage.nordlys, on=LATE, **YEAR) == DuesTotals(2_500_00, 250_00, 2_250_00, 2, 2)
    assert dues_totals(stage.nordlys, on=LATE, **YEAR).open_minor == 2_250_00
    assert receivable_by_organisation(stage.nordlys, on=LATE) == {other.pk: 1_250_00, stage.fjord.pk: 1_000_00}


def test_a_standing_names_the_oldest_day_that_passed(stage):
    assert standing(stage.nordlys, stage.fjord.pk, on=LATE) == Standing(1_250_00, 0, 0, 1_250_00, 1_250_00, DUE)


def test_the_books_and_the_open_invoices_say_the_same(stage):
    pay(stage, 300_00)
    pay(stage, 50_00, "bank-2", invoice=None)
    found = standing(stage.nordlys, stage.fjord.pk, on=LATE)
    assert balance(stage.nordlys, f"receivable:organisation:{stage.fjord.pk}") == found.open_minor - found.unallocated_minor == 900_00


def test_the_same_reference_counts_once(stage):
    pay(stage, 100)
    with pytest.raises(Conflict):
        pay(stage, 100)
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"amount": 0}, {"amount": -1}, {"reference": " "}, {"reference": "x" * 73}, {"received_on": date(2027, 1, 5)}]
)
def test_what_can_not_be_a_payment_is_refused_in_words(stage, wrong):
    with pytest.raises(Invalid):
        pay(stage, wrong.pop("amount", 1), **wrong)
    assert not Payment.objects.exists()


def test_a_payment_settles_neither_somebody_elses_invoice_nor_a_credit_note(stage):
    with pytest.raises(Invalid, match="another"):
        pay(stage, 1, organisation=factories.company(stage.nordlys, "Ærø Net A/S"))
    note = issue_credit_note(stage.invoice, reason="x", issued_on=stage.today, actor=stage.frida, at=stage.noon)
    with pytest.raises(Invalid, match="credit note"):
        pay(stage, 1, invoice=note)


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_a_stranger_and_a_member_record_nothing(stage, who):
    with pytest.raises(Refused):
        pay(stage, 1, actor=getattr(stage, who))
    assert not Payment.objects.exists()


def test_an_invoice_is_found_by_its_number_in_its_own_cluster(stage):
    assert invoice_by_number(stage.nordlys, " 2027-00001 ") == stage.invoice
    assert invoice_by_number(stage.havblik, "2027-00001") is None
