import json
from datetime import date

import pytest
from django.utils.translation import gettext, override
from django_scopes import scope

from klynge.billing.actions import credit_invoices, issue_invoices, record_payments
from klynge.billing.models import Invoice, InvoiceSeries, Payment, Product
from klynge.billing.rules.fik import payment_id
from klynge.core.errors import Conflict, HouseError, Refused
from klynge.core.selects import Select
from klynge.ledger.actions import reverse_transaction
from klynge.ledger.models import Posting, Transaction
from tests import factories

SQL = "SELECT organisation_id, source_key, language, lines::jsonb FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (organisation_id bigint, source_key text, language text, lines jsonb)"


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        world.other = factories.company(world.nordlys, "Ærø Net A/S", cvr="13585628")
        yield world


def draft(organisation, key, *amounts, product, language="da"):
    lines = [{"product_id": product.pk, "text": f"Linje {n}", "note": "", "net_minor": amount} for n, amount in enumerate(amounts, 1)]
    return {"organisation_id": organisation.pk, "source_key": key, "language": language, "lines": lines}


def issue(stage, *drafts, **options):
    given = {"issued_on": stage.today, "due_on": date(2027, 2, 3), "actor": stage.astrid, "at": stage.noon} | options
    return issue_invoices(stage.nordlys, drafts=Select(SQL, {"rows": json.dumps(drafts)}), **given)


def moved():
    return sorted((p.credit.code, p.debit.code, p.amount_minor) for p in Posting.objects.select_related("credit", "debit"))


def test_vat_is_rounded_once_per_rate_on_the_sum(stage):
    issue(stage, draft(stage.fjord, "a", 33, 33, 33, product=stage.dues))
    invoice = Invoice.objects.get()
    assert (invoice.net_minor, invoice.vat_minor, invoice.total_minor) == (99, 25, 124)
    assert [line.net_minor for line in invoice.lines.all()] == [33, 33, 33]


def test_exempt_and_taxed_lines_have_a_subtotal_each(stage):
    exempt = Product.objects.create(
        cluster=stage.nordlys,
        code="fund",
        vat_treatment="E",
        vat_rate_bp=0,
        vat_reason={"da": "ML § 13", "en": "VAT Act 13"},
        income_account="income:fund",
    )
    one, other = draft(stage.fjord, "a", 1_000_00, product=stage.dues), draft(stage.fjord, "a", 500_00, product=exempt)
    issue(stage, one | {"lines": one["lines"] + other["lines"]})
    invoice = Invoice.objects.get()
    assert [(part["treatment"], part["net_minor"], part["vat_minor"]) for part in invoice.vat] == [
        ("S", 1_000_00, 250_00),
        ("E", 500_00, 0),
    ]
    assert invoice.vat[1]["reason"]["da"] == "ML § 13"
    debit = f"receivable:organisation:{stage.fjord.pk}"
    assert moved() == [("income:dues", debit, 1_000_00), ("income:fund", debit, 500_00), ("vat:payable", debit, 250_00)]


def test_the_buyer_and_seller_are_kept_as_they_were(stage):
    issue(stage, draft(stage.fjord, "a", 1_000_00, product=stage.dues))
    stage.fjord.name = "Nyt Navn ApS"
    stage.fjord.save()
    invoice = Invoice.objects.get()
    assert (invoice.buyer["name"], invoice.buyer["attention"], invoice.buyer["email"]) == ("Fjord Data ApS", "Bo Ågård", "bo@fjord.example")
    assert invoice.seller["fik_creditor"] == "80679858"


def test_the_payment_line_is_the_one_that_the_rule_makes(stage):
    issue(stage, draft(stage.fjord, "a", 1, product=stage.dues), draft(stage.other, "b", 1, product=stage.dues))
    assert {i.payment_id for i in Invoice.objects.all()} == {payment_id("2027", 1), payment_id("2027", 2)}


def test_a_key_that_is_invoiced_already_is_passed_over(stage):
    issue(stage, draft(stage.fjord, "a", 1_000_00, product=stage.dues))
    assert len(issue(stage, draft(stage.fjord, "a", 1_000_00, product=stage.dues), draft(stage.other, "b", 1, product=stage.dues))) == 1
    assert list(Invoice.objects.order_by("serial").values_list("number", flat=True)) == ["2027-00001", "2027-00002"]


def test_an_invoice_of_nothing_has_no_entry_in_the_books(stage):
    issue(stage, draft(stage.fjord, "a", 0, product=stage.dues))
    assert Invoice.objects.get().entry is None
    assert not Transaction.objects.exists()


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_a_stranger_and_a_member_are_refused_and_nothing_moves(stage, who):
    with pytest.raises(Refused):
        issue(stage, draft(stage.fjord, "a", 1, product=stage.dues), actor=getattr(stage, who))
    assert not Invoice.objects.exists()


def test_dues_for_a_day_before_their_introduction_are_refused(stage):
    with pytest.raises(HouseError):
        issue(stage, draft(stage.fjord, "a", 1, product=stage.dues), issued_on=date(2016, 12, 31), due_on=date(2017, 1, 30))


def test_crediting_reverses_the_books_and_keeps_the_invoice(stage):
    ids = issue(stage, draft(stage.fjord, "a", 1_000_00, product=stage.dues))
    asked = Select("SELECT unnest(%(ids)s::bigint[]) AS invoice_id", {"ids": ids})
    options = {"invoices": asked, "reason": "Forkert størrelse", "issued_on": stage.today, "actor": stage.astrid, "at": stage.noon}
    (note,) = credit_invoices(stage.nordlys, **options)
    assert credit_invoices(stage.nordlys, **options) == []
    credit = Invoice.objects.get(pk=note)
    assert (credit.kind, credit.number, credit.credits_id, credit.total_minor) == ("credit_note", "2027-00002", ids[0], 1_250_00)
    net = sum(p.amount_minor * (1 if p.debit.code.startswith("receivable") else -1) for p in Posting.objects.select_related("debit"))
    assert net == 0


def test_a_payment_that_is_recorded_twice_counts_once(stage):
    (invoice,) = issue(stage, draft(stage.fjord, "a", 1_000_00, product=stage.dues))
    sql = (
        "SELECT %(invoice)s::bigint AS invoice_id, %(on)s::date AS received_on, 'bank-1'::text AS reference, 125000::bigint AS amount_minor"
    )
    payments = Select(sql, {"invoice": invoice, "on": stage.today})
    counts = [record_payments(stage.nordlys, payments=payments, actor=stage.astrid, at=stage.noon) for _ in range(2)]
    assert (counts, Payment.objects.count()) == ([1, 0], 1)


def test_numbers_go_on_past_five_digits(stage):
    InvoiceSeries.objects.create(cluster=stage.nordlys, code="2027", next_number=99_999)
    issue(stage, draft(stage.fjord, "a", 1, product=stage.dues), draft(stage.other, "b", 1, product=stage.dues))
    assert sorted(Invoice.objects.values_list("number", flat=True)) == ["2027-100000", "2027-99999"]


def test_a_bulk_credit_names_what_it_reverses_as_a_single_one_does(stage):
    ids = issue(stage, draft(stage.fjord, "a", 1_000_00, product=stage.dues), draft(stage.other, "b", 0, product=stage.dues))
    asked = Select("SELECT unnest(%(ids)s::bigint[]) AS invoice_id", {"ids": ids})
    credit_invoices(stage.nordlys, invoices=asked, reason="Fejl", issued_on=stage.today, actor=stage.astrid, at=stage.noon)
    entry = Invoice.objects.get(pk=ids[0]).entry
    assert entry.reversed_by == Invoice.objects.get(credits_id=ids[0]).entry
    with pytest.raises(Conflict):
        reverse_transaction(entry, reference="again", effective_on=stage.today, text="x", actor=stage.astrid, at=stage.noon)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_books_are_written_in_the_cluster_s_own_language_whoever_books(stage, language):
    stage.nordlys.locale = language
    with override("en" if language == "da" else "da"):
        ids = issue(stage, draft(stage.fjord, "a", 1_000_00, product=stage.dues))
        asked = Select("SELECT unnest(%(ids)s::bigint[]) AS invoice_id", {"ids": ids})
        credit_invoices(stage.nordlys, invoices=asked, reason="Fejl", issued_on=stage.today, actor=stage.astrid, at=stage.noon)
    with override(language):
        words = [gettext("Invoice %s") % "2027-00001", gettext("Credit note %s") % "2027-00002"]
    assert list(Transaction.objects.order_by("id").values_list("text", flat=True)) == words
