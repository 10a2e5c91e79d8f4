"""Settle an invoice with money that came in before."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Allocation, Invoice, InvoiceKind, Payment
from klynge.billing.queries import open_minor
from klynge.billing.queries.booked_words import PAID_BY_ANOTHER, booked_words
from klynge.billing.queries.settling import hold_settlements, too_little_open, too_much, unallocated_minor
from klynge.core.errors import Conflict, Invalid
from klynge.ledger.actions import post_transaction
from klynge.ledger.models import Transaction
from klynge.ledger.queries import first_open_day
from klynge.ledger.rules import chart


@transaction.atomic
def allocate_payment(
    payment: Payment, *, invoice: Invoice, actor: Actor, at: datetime, amount_minor: int | None = None, pays_for_another: bool = False
) -> Allocation:
    """Use ``amount_minor`` of the payment (default: as much as is left and open) to settle the invoice.

    It counts from the day when both were there. Within one organisation nothing is booked; when it ``pays_for_another``, the amount
    moves from the one's account to the other's. Raises: Refused, Invalid, Conflict when less is left or open.
    """
    cluster = payment.cluster
    require(policies.may_allocate(actor, cluster))
    hold_settlements(cluster)
    invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    _check(payment, invoice, pays_for_another)
    left, is_open = unallocated_minor(payment), open_minor(invoice)
    amount = min(left, is_open) if amount_minor is None else amount_minor
    if amount_minor is not None and amount_minor <= 0:
        raise Invalid(_("Give an amount above zero."), field="amount")
    if amount <= 0 or amount > left or amount > is_open:
        raise Conflict(too_much(payment.reference) if amount > left or left <= 0 else too_little_open(invoice.number))

    allocation: Allocation = Allocation.objects.create(
        payment=payment, invoice=invoice, amount_minor=amount, settled_on=max(payment.received_on, invoice.issued_on), made_at=at,
        entry=_move(payment, invoice, amount, actor, at) if payment.organisation_id != invoice.organisation_id else None,
    )  # fmt: skip
    record(actor, "billing.payment.allocated", payment, at=at, invoice=invoice.number, amount_minor=amount)
    return allocation


def _check(payment: Payment, invoice: Invoice, pays_for_another: bool) -> None:
    if invoice.cluster_id != payment.cluster_id or invoice.currency != payment.currency:
        raise Invalid(_("A payment settles invoices of its own cluster and currency only."), field="invoice")
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        raise Invalid(_("%s is a credit note; a payment settles an invoice.") % invoice.number, field="invoice")
    if invoice.organisation_id != payment.organisation_id and not pays_for_another:
        raise Invalid(
            _("Invoice %s is another organisation's. Say that it is paid by another one if it is.") % invoice.number, field="invoice"
        )


def _move(payment: Payment, invoice: Invoice, amount: int, actor: Actor, at: datetime) -> Transaction:
    """Move from what the one who is billed owes to what the payer has on account."""
    cluster, count = payment.cluster, Allocation.objects.filter(payment=payment, invoice=invoice, reverses__isnull=True).count()
    return post_transaction(
        cluster, reference=f"allocation:{payment.pk}:{invoice.pk}:{count}",
        effective_on=first_open_day(cluster, max(payment.received_on, invoice.issued_on)),
        text=booked_words(cluster, PAID_BY_ANOTHER) % invoice.number,
        moves=[(chart.receivable(invoice.organisation_id), chart.receivable(payment.organisation_id), amount)], actor=actor, at=at,
    )  # fmt: skip
