import json
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django_scopes import scope, scopes_disabled

from klynge.audit.models import AuditEvent
from klynge.billing.actions import DraftLine, issue_invoice, issue_invoices
from klynge.billing.models import FeeStatusChange, Invoice, InvoiceSeries, Product
from klynge.core.errors import Conflict, HouseError, Invalid, Refused
from klynge.core.selects import Select
from klynge.ledger.models import Posting
from klynge.ledger.queries import balance, trial_balance

SQL = "SELECT organisation_id, source_key, language, lines FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (organisation_id bigint, source_key text, language text, lines jsonb)"
SAME = (
    "language",
    "issued_on",
    "due_on",
    "seller",
    "buyer",
    "currency",
    "net_minor",
    "vat_minor",
    "total_minor",
    "vat",
    "organisation_id",
    "kind",
)


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        reason = {"da": "Momsfri efter momslovens § 13", "en": "Exempt under section 13 of the VAT Act"}
        world.fund = Product.objects.create(
            cluster=world.nordlys,
            code="fund",
            kind="other",
            vat_treatment="E",
            vat_rate_bp=0,
            vat_reason=reason,
            income_account="income:fund",
        )
        yield world


def issue(stage, *amounts, key="hand:1", **options):
    product = options.pop("product", stage.dues)
    lines = options.pop("lines", [DraftLine(product, f"Linje {n}", amount) for n, amount in enumerate(amounts, 1)])
    given = {"issued_on": stage.today, "due_on": date(2027, 2, 3), "language": "da", "actor": stage.astrid, "at": stage.noon} | options
    return issue_invoice(stage.fjord, cluster=stage.nordlys, lines=lines, source_key=key, **given)


def test_an_invoice_has_a_number_its_sums_and_its_entry_in_the_books(stage):
    invoice = issue(stage, 33, 33, 33)
    assert (invoice.number, invoice.net_minor, invoice.vat_minor, invoice.total_minor) == ("2027-00001", 99, 25, 124)
    assert invoice.payment_id[:14] == "20270000000001"
    assert balance(stage.nordlys, f"receivable:organisation:{stage.fjord.pk}") == 124
    assert (balance(stage.nordlys, "income:dues"), balance(stage.nordlys, "vat:payable")) == (99, 25)


def test_numbers_follow_each_other_without_gaps_also_after_a_refusal(stage):
    issue(stage, 1)
    with pytest.raises(Conflict):
        issue(stage, 1)
    with pytest.raises(Invalid):
        issue(stage, -1, key="hand:2")
    assert issue(stage, 1, key="hand:3").number == "2027-00002"
    assert InvoiceSeries.objects.get(code="2027").next_number == 3


def test_one_by_one_and_in_bulk_the_same_invoice_comes_out(stage):
    lines = [DraftLine(stage.dues, "A", 1_234_56, "fordi"), DraftLine(stage.dues, "B", 33), DraftLine(stage.fund, "C", 500_00)]
    one = issue(stage, lines=lines)
    asked = [{"product_id": x.product.pk, "text": x.text, "note": x.note, "net_minor": x.net_minor} for x in lines]
    rows = json.dumps([{"organisation_id": stage.fjord.pk, "source_key": "bulk", "language": "da", "lines": asked}])
    by = {"issued_on": stage.today, "due_on": date(2027, 2, 3), "actor": stage.astrid, "at": stage.noon}
    (pk,) = issue_invoices(stage.nordlys, drafts=Select(SQL, {"rows": rows}), **by)
    many = Invoice.objects.get(pk=pk)

    assert [getattr(one, name) for name in SAME] == [getattr(many, name) for name in SAME]
    facts = ("position", "product_id", "text", "note", "net_minor", "vat_treatment", "vat_rate_bp")
    assert list(one.lines.values(*facts)) == list(many.lines.values(*facts))
    assert moves(one) == moves(many)


def moves(invoice):
    postings = Posting.objects.filter(transaction=invoice.entry).select_related("credit", "debit")
    return sorted((p.credit.code, p.debit.code, p.amount_minor, p.currency) for p in postings)


def test_taxed_and_exempt_lines_are_summed_apart_and_the_reason_is_kept(stage):
    invoice = issue(stage, lines=[DraftLine(stage.fund, "Fond", 500_00), DraftLine(stage.dues, "Kontingent", 1_000_00)])
    assert [(part["treatment"], part["net_minor"], part["vat_minor"]) for part in invoice.vat] == [
        ("S", 1_000_00, 250_00),
        ("E", 500_00, 0),
    ]
    assert [part["reason"].get("da", "") for part in invoice.vat] == ["", "Momsfri efter momslovens § 13"]


def test_an_invoice_of_nothing_is_not_booked(stage):
    assert issue(stage, 0).entry is None
    assert trial_balance(stage.nordlys) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"lines": []},
        {"due_on": date(2027, 1, 3)},
        {"language": "de"},
        {"issued_on": date(2016, 12, 31)},
    ],
)
def test_what_can_not_be_an_invoice_is_refused_in_words(stage, wrong):
    with pytest.raises(Invalid) as refusal:
        issue(stage, 1, **wrong)
    assert len(str(refusal.value)) > 20
    assert not Invoice.objects.exists()


def test_dues_wait_for_their_introduction_but_other_fees_do_not(stage):
    FeeStatusChange.objects.update(from_on=date(2028, 1, 1))
    with pytest.raises(Invalid, match="2028"):
        issue(stage, 1)
    assert issue(stage, 1, product=stage.fund).number == "2027-00001"


def test_a_product_of_another_cluster_is_refused(stage):
    with scopes_disabled():
        theirs = Product.objects.create(cluster=stage.havblik, code="dues", name={"da": "Kontingent"})
    with pytest.raises(Invalid):
        issue(stage, 1, product=theirs)


def test_a_cluster_without_its_own_facts_can_not_invoice(stage):
    stage.nordlys.cvr = ""
    with pytest.raises(Invalid, match="CVR"):
        issue(stage, 1)


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_a_stranger_and_a_member_are_refused_and_nothing_moves(stage, who):
    with pytest.raises(Refused):
        issue(stage, 1, actor=getattr(stage, who))
    assert not Invoice.objects.exists()
    assert not AuditEvent.objects.exists()


def test_the_invoice_goes_to_somebody_and_the_mail_is_asked_for(stage):
    invoice = issue(stage, 1)
    assert (invoice.buyer["attention"], invoice.buyer["email"]) == ("Bo Ågård", "bo@fjord.example")
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args::text FROM procrastinate_jobs")
        jobs = {name: json.loads(arguments) for name, arguments in cursor.fetchall()}
    facts = {"cluster_id": stage.nordlys.pk, "invoice_ids": [invoice.pk]}
    assert jobs == {"billing.prepare_invoice_mail": facts, "billing.prepare_einvoices": facts}


def test_an_invoice_can_be_neither_changed_nor_deleted(stage):
    issue(stage, 1)
    for attempt in (lambda: Invoice.objects.update(reason="x"), lambda: Invoice.objects.all().delete()):
        with pytest.raises((DatabaseError, HouseError)), transaction.atomic():
            attempt()
