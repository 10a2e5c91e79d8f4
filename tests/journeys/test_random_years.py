"""Whatever happens in a year, after each step the books balance, agree with the documents, and pass an outsider's checker."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from beancount import loader
from django.db import transaction
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klynge.billing.actions import (
    DraftLine,
    allocate_payment,
    issue_credit_note,
    issue_invoice,
    record_payment,
    refund_payment,
    release_allocation,
    reverse_refund,
    reverse_write_off,
    write_off_invoice,
)
from klynge.billing.models import Allocation, Invoice, InvoiceSeries, Payment, Refund, WriteOff
from klynge.billing.queries import settlement_of, vat_report
from klynge.billing.queries.receivables import receivables_total
from klynge.billing.queries.settling import unallocated_minor
from klynge.core.errors import HouseError
from klynge.ledger.actions import close_books
from klynge.ledger.queries import balance, export_lines, trial_balance
from tests import factories

FIRST, END = date(2026, 1, 1), date(2027, 12, 31)
STEPS = st.tuples(
    st.sampled_from(["issue", "issue", "pay", "pay", "credit", "release", "use", "close", "lose", "refund", "undo"]),
    st.integers(0, 40),  # which one
    st.integers(1, 3_000_000),  # how much
    st.integers(0, 25),  # days later
)


class Year:
    """Two members and a treasurer; a step that is refused changes nothing."""

    def __init__(self, world):
        self.world, self.day = world, FIRST
        self.members = [world.fjord, factories.company(world.nordlys, "Ærø Robotik ApS")]

    @property
    def by(self):
        return {"actor": self.world.frida, "at": datetime.combine(self.day, time(11), tzinfo=UTC)}

    def step(self, name, which, minor, days):
        self.day = min(self.day + timedelta(days=days), END)
        try:
            with transaction.atomic():
                getattr(self, name)(which, minor)
        except HouseError:
            return

    def pick(self, rows, which):
        found = list(rows.order_by("pk"))
        return found[which % len(found)] if found else None

    def issue(self, which, minor):
        lines = [DraftLine(self.world.dues, "Kontingent", minor), DraftLine(self.world.dues, "Netværk", which * 33)]
        issue_invoice(
            self.members[which % 2], cluster=self.world.nordlys, lines=lines, source_key=f"x{Invoice.objects.count()}", issued_on=self.day,
            due_on=self.day + timedelta(days=30), language="da", **self.by,
        )  # fmt: skip

    def pay(self, which, minor):
        invoice = self.pick(Invoice.objects.filter(kind="invoice"), which) if which % 5 else None
        payer = invoice.organisation if invoice else self.members[which % 2]
        amount = invoice.total_minor if invoice and which % 3 else minor
        record_payment(payer, cluster=self.world.nordlys, amount_minor=amount, received_on=self.day, reference=f"b{Payment.objects.count()}", invoice=invoice, **self.by)  # fmt: skip

    def credit(self, which, _minor):
        if invoice := self.pick(Invoice.objects.filter(kind="invoice"), which):
            issue_credit_note(invoice, reason="Forkert", issued_on=self.day, **self.by)

    def lose(self, which, _minor):
        if invoice := self.pick(Invoice.objects.filter(kind="invoice"), which):
            write_off_invoice(invoice, reason="Konkurs", on=self.day, **self.by)

    def refund(self, which, minor):
        if payment := self.pick(Payment.objects.filter(kind="money"), which):
            amount = minor if which % 2 else None
            refund_payment(payment, to_account="92801234567890", paid_on=self.day, reason="Retur", amount_minor=amount, **self.by)

    def undo(self, which, _minor):
        if which % 2 and (lost := self.pick(WriteOff.objects.filter(payment__reversal__isnull=True), which)):
            reverse_write_off(lost, reason="Fejl", **self.by)
        elif refund := self.pick(Refund.objects.filter(reversal__isnull=True), which):
            reverse_refund(refund, reason="Fejl", **self.by)

    def release(self, which, _minor):
        if allocation := self.pick(Allocation.objects.filter(reverses=None), which):
            release_allocation(allocation, reason="Forkert", **self.by)

    def use(self, which, _minor):
        payment, invoice = self.pick(Payment.objects.all(), which), self.pick(Invoice.objects.filter(kind="invoice"), which + 1)
        if payment and invoice:
            allocate_payment(payment, invoice=invoice, pays_for_another=True, **self.by)

    def close(self, which, _minor):
        if which % 4 == 0:
            close_books(self.world.nordlys, through_on=self.day - timedelta(days=20), **self.by)


def faults(year):
    """Everything that is wrong now, in words."""
    cluster, found = year.world.nordlys, []
    accounts = trial_balance(cluster)
    if sum(each.debit_minor - each.credit_minor for each in accounts):
        found.append("the books do not balance")
    for member in year.members:
        owed = sum(settlement_of(one).open_minor for one in Invoice.objects.filter(organisation=member, kind="invoice"))
        credit = sum(unallocated_minor(one) for one in Payment.objects.filter(organisation=member))
        if balance(cluster, f"receivable:organisation:{member.pk}") != owed - credit:
            found.append(f"the receivable of {member} is not what its documents say")
    living = Payment.objects.filter(reversal__isnull=True)
    paid_back = sum(Refund.objects.filter(reversal__isnull=True).values_list("amount_minor", flat=True))
    if balance(cluster, "bank") != sum(living.filter(kind="money").values_list("amount_minor", flat=True)) - paid_back:
        found.append("the bank account is not the sum of the payments less what was paid back")
    if balance(cluster, "expense:bad_debt") != sum(living.filter(kind="loss").values_list("amount_minor", flat=True)):
        found.append("the losses in the books are not what was given up")
    aged, _count = receivables_total(cluster, on=END)
    if aged.balance_minor != sum(balance(cluster, f"receivable:organisation:{member.pk}") for member in year.members):
        found.append("the receivables by age are not those of the books")
    if vat_report(cluster, first=FIRST, end=END + timedelta(days=1)).difference_minor:
        found.append("the VAT account is not the VAT of the documents")
    for series in InvoiceSeries.objects.all():
        serials = sorted(Invoice.objects.filter(series=series).values_list("serial", flat=True))
        if serials != list(range(1, series.next_number)):
            found.append(f"series {series.code} has a gap")
    return found


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=3, max_size=25))
def test_after_every_step_of_a_random_year_the_books_are_right(world, steps):
    with transaction.atomic(), scope(cluster=world.nordlys):
        year = Year(world)
        for step in steps:
            year.step(*step)
            assert faults(year) == []
        lines = export_lines(world.nordlys, first=FIRST, end=END + timedelta(days=1), form="beancount")
        assert loader.load_string("\n".join(lines))[1] == []
        transaction.set_rollback(True)
