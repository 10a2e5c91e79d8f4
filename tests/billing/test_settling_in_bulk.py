"""The bulk verbs and the one-row verbs agree: the same rows, or the same refusal."""

import json
from datetime import date, timedelta

import pytest
from django.db import transaction
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klynge.billing.actions import DraftLine, allocate_payment, allocate_payments, issue_invoice, record_payment, record_payments
from klynge.billing.models import Allocation, Invoice, Payment
from klynge.core.errors import HouseError, Invalid, Refused
from klynge.core.selects import Select
from klynge.ledger.models import Posting
from tests import factories

PAYMENTS = (
    "SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (invoice_id bigint, received_on date, reference text, amount_minor bigint)"
)
PAIRS = "SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (payment_id bigint, invoice_id bigint, amount_minor bigint)"
AMOUNTS = st.integers(-1, 1_400_00)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        other = factories.company(world.nordlys, "Ærø Net A/S")
        days = {"issued_on": world.today - timedelta(9), "due_on": date(2027, 3, 3), "language": "da", **by(world)}
        lines = [DraftLine(world.dues, "Kontingent", 1_000_00)]
        world.invoices = [
            issue_invoice(who, cluster=world.nordlys, lines=lines, source_key=str(n), **days)
            for n, who in enumerate([world.fjord, world.fjord, other])
        ]
        facts = {"cluster": world.nordlys, "received_on": world.today, **by(world)}
        world.payments = [
            record_payment(who, amount_minor=1_500_00, reference=f"p{n}", **facts)
            for n, who in enumerate([world.fjord, world.fjord, other])
        ]
        yield world


def by(world):
    return {"actor": world.frida, "at": world.noon}


def outcome(work):
    """Return all that the work leaves behind, or its refusal; then undo it."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                work()
            left = (
                sorted(Payment.objects.values_list("reference", "amount_minor", "received_on", "organisation_id", "text", "entry__text")),
                sorted(Allocation.objects.values_list("payment__reference", "invoice_id", "amount_minor", "settled_on", "made_at")),
                sorted(Posting.objects.values_list("transaction__reference", "transaction__text", "transaction__effective_on", "credit__code", "debit__code", "amount_minor")),
            )  # fmt: skip
        except HouseError as refusal:
            left = type(refusal)
        transaction.set_rollback(True)
    return left


@FEW
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9), AMOUNTS), max_size=6), st.booleans())
def test_recording_many_is_recording_one_after_the_other(stage, given_rows, is_late):
    rows = [
        {"invoice_id": stage.invoices[i].pk, "received_on": str(stage.today - timedelta(ago - is_late)), "reference": f" r{n}", "amount_minor": amount}
        for n, (i, ago, amount) in enumerate(given_rows)
    ]  # fmt: skip
    ordered = sorted(rows, key=lambda row: (row["received_on"], row["reference"]))

    def one_by_one():
        for row in ordered:
            invoice = Invoice.objects.select_related("organisation").get(pk=row["invoice_id"])
            facts = {"received_on": date.fromisoformat(row["received_on"]), "reference": row["reference"], "invoice": invoice}
            record_payment(invoice.organisation, cluster=stage.nordlys, amount_minor=row["amount_minor"], **facts, **by(stage))

    def at_once():
        record_payments(stage.nordlys, payments=Select(PAYMENTS, {"rows": json.dumps(rows)}), **by(stage))

    assert outcome(at_once) == outcome(one_by_one)


@FEW
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), AMOUNTS), max_size=6), st.booleans())
def test_using_many_is_using_one_after_the_other(stage, pairs, pays_for_another):
    rows = [{"payment_id": stage.payments[p].pk, "invoice_id": stage.invoices[i].pk, "amount_minor": a} for p, i, a in sorted(pairs)]

    def one_by_one():
        for row in rows:
            payment, invoice = (
                Payment.objects.select_related("cluster").get(pk=row["payment_id"]),
                Invoice.objects.get(pk=row["invoice_id"]),
            )
            allocate_payment(payment, invoice=invoice, amount_minor=row["amount_minor"], pays_for_another=pays_for_another, **by(stage))

    def at_once():
        asked = Select(PAIRS, {"rows": json.dumps(rows)})
        allocate_payments(stage.nordlys, allocations=asked, pays_for_another=pays_for_another, **by(stage))

    bulk, single = outcome(at_once), outcome(one_by_one)
    assert bulk == single or (isinstance(bulk, type) and isinstance(single, type))  # several faults: either may be named first


def test_a_reference_given_twice_counts_once(stage):
    row = {"invoice_id": stage.invoices[0].pk, "received_on": "2027-01-02", "reference": "r", "amount_minor": 5}
    asked = Select(PAYMENTS, {"rows": json.dumps([row, row | {"amount_minor": 6}, row | {"reference": "p0"}])})
    assert [record_payments(stage.nordlys, payments=asked, **by(stage)) for _ in range(2)] == [1, 0]


@pytest.mark.parametrize(
    "wrong", [{"invoice_id": -1}, {"received_on": None}, {"reference": None}, {"reference": " "}, {"amount_minor": None}]
)
def test_what_lacks_something_is_refused_in_words(stage, wrong):
    row = {"invoice_id": stage.invoices[0].pk, "received_on": "2027-01-02", "reference": "r", "amount_minor": 5} | wrong
    with pytest.raises(Invalid):
        record_payments(stage.nordlys, payments=Select(PAYMENTS, {"rows": json.dumps([row])}), **by(stage))


def test_a_stranger_uses_nothing_in_bulk(stage):
    with pytest.raises(Refused):
        allocate_payments(stage.nordlys, allocations=Select(PAIRS, {"rows": "[]"}), actor=stage.dorte, at=stage.noon)


def test_rows_of_another_cluster_are_refused(stage):
    rows = [{"payment_id": stage.payments[0].pk, "invoice_id": -1, "amount_minor": 1}]
    with pytest.raises(Invalid):
        allocate_payments(stage.nordlys, allocations=Select(PAIRS, {"rows": json.dumps(rows)}), **by(stage))
