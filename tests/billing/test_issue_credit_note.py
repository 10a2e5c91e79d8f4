from datetime import date

import pytest
from django_scopes import scope

from klynge.billing.actions import DraftLine, credit_invoices, issue_credit_note, issue_invoice
from klynge.billing.models import Invoice
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.selects import Select
from klynge.ledger.queries import balance, trial_balance


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        world.invoice = invoice(world)
        yield world


def invoice(world, amount=1_000_00, key="hand:1"):
    lines = [DraftLine(world.dues, "Kontingent 2027", amount, "14 ansatte")]
    by = {"issued_on": world.today, "due_on": date(2027, 2, 3), "language": "da", "actor": world.astrid, "at": world.noon}
    return issue_invoice(world.fjord, cluster=world.nordlys, lines=lines, source_key=key, **by)


def credit(stage, found=None, **options):
    given = {"reason": "Forkert størrelse", "issued_on": stage.today, "actor": stage.frida, "at": stage.noon} | options
    return issue_credit_note(found or stage.invoice, **given)


def test_a_credit_note_has_a_number_of_its_own_and_says_what_it_takes_back(stage):
    note = credit(stage)
    assert (note.number, note.kind, note.credits, note.reason, note.total_minor) == (
        "2027-00002", "credit_note", stage.invoice, "Forkert størrelse", 1_250_00,
    )  # fmt: skip
    assert list(note.lines.values_list("text", "note", "net_minor")) == [("Kontingent 2027", "14 ansatte", 1_000_00)]
    assert (note.buyer, note.seller, note.payment_id) == (stage.invoice.buyer, stage.invoice.seller, "")


def test_the_books_are_reversed_on_the_day_of_the_credit_note(stage):
    note = credit(stage, issued_on=date(2027, 3, 1))
    assert (note.entry.effective_on, note.entry.reverses) == (date(2027, 3, 1), stage.invoice.entry)
    code = f"receivable:organisation:{stage.fjord.pk}"
    assert (balance(stage.nordlys, code, on=stage.today), balance(stage.nordlys, code)) == (1_250_00, 0)
    assert {row.balance_minor for row in trial_balance(stage.nordlys)} == {0}


def test_an_invoice_is_credited_once_also_beside_the_bulk_verb(stage):
    credit(stage)
    with pytest.raises(Conflict, match="2027-00002"):
        credit(stage)
    asked = Select("SELECT %(id)s::bigint AS invoice_id", {"id": stage.invoice.pk})
    by = {"reason": "x", "issued_on": stage.today, "actor": stage.frida, "at": stage.noon}
    assert credit_invoices(stage.nordlys, invoices=asked, **by) == []


def test_one_by_one_and_in_bulk_the_same_credit_note_comes_out(stage):
    other = invoice(stage, key="hand:2")
    asked = Select("SELECT %(id)s::bigint AS invoice_id", {"id": other.pk})
    by = {"reason": "Forkert størrelse", "issued_on": stage.today, "actor": stage.frida, "at": stage.noon}
    one, (pk,) = credit(stage), credit_invoices(stage.nordlys, invoices=asked, **by)
    many = Invoice.objects.get(pk=pk)
    same = ("kind", "reason", "language", "issued_on", "due_on", "buyer", "seller", "vat", "total_minor", "payment_id")
    assert [getattr(one, name) for name in same] == [getattr(many, name) for name in same]
    assert many.source_key == f"credit:{other.pk}" and one.source_key == f"credit:{stage.invoice.pk}"
    assert sorted(many.entry.postings.values_list("credit__code", "debit__code", "amount_minor")) == sorted(
        one.entry.postings.values_list("credit__code", "debit__code", "amount_minor")
    )


def test_a_credit_note_is_not_credited_itself(stage):
    with pytest.raises(Invalid, match="credit note itself"):
        credit(stage, credit(stage))


def test_an_invoice_of_nothing_is_credited_without_the_books(stage):
    assert credit(stage, invoice(stage, 0, key="hand:2")).entry is None


@pytest.mark.parametrize("wrong", [{"reason": "  "}, {"issued_on": date(2027, 1, 3)}])
def test_a_credit_note_needs_a_reason_and_a_day_after_the_invoice(stage, wrong):
    with pytest.raises(Invalid):
        credit(stage, **wrong)
    assert Invoice.objects.count() == 1


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_a_stranger_and_a_member_credit_nothing(stage, who):
    with pytest.raises(Refused):
        credit(stage, actor=getattr(stage, who))
    assert Invoice.objects.count() == 1
