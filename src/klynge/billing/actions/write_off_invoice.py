"""Give up what is open on an invoice."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Allocation, Invoice, InvoiceKind, Payment, PaymentKind, WriteOff
from klynge.billing.queries import open_minor
from klynge.billing.queries.booked_words import WRITTEN_OFF, booked_words
from klynge.billing.queries.settling import hold_settlements
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.core.texts import say
from klynge.ledger.actions import post_transaction
from klynge.ledger.rules import chart


@transaction.atomic
def write_off_invoice(invoice: Invoice, *, reason: str, on: date, actor: Actor, at: datetime) -> WriteOff:
    """Book the rest of the invoice as a loss on the day ``on``; nothing is open on it afterwards.

    The loss is booked with its VAT: relief for bad debts (momsloven section 27(6)) is claimed in the bookkeeping, when the loss is certain.
    Raises: Refused, Invalid without a reason or on a day ahead or before the invoice, Conflict when nothing is open or the day is closed.
    """
    cluster = invoice.cluster
    require(policies.may_write_off(actor, cluster))
    hold_settlements(cluster)
    invoice = Invoice.objects.select_for_update(of=("self",)).select_related("cluster", "organisation").get(pk=invoice.pk)
    amount = _check(invoice, reason, on, at)

    reference = f"loss:{invoice.number}:{invoice.write_offs.count() + 1}"
    moves = [(chart.receivable(invoice.organisation_id), BAD_DEBT, amount)]
    words = booked_words(cluster, WRITTEN_OFF) % invoice.number
    entry = post_transaction(cluster, reference=reference, effective_on=on, text=words, moves=moves, actor=actor, at=at)
    payment = Payment.objects.create(
        cluster=cluster, kind=PaymentKind.WRITE_OFF, organisation=invoice.organisation, received_on=on, amount_minor=amount,
        currency=invoice.currency, reference=reference, text=invoice.number, entry=entry,
    )  # fmt: skip
    Allocation.objects.create(payment=payment, invoice=invoice, amount_minor=amount, settled_on=on, made_at=at)
    write_off: WriteOff = WriteOff.objects.create(
        payment=payment, invoice=invoice, reason=reason.strip()[:200], made_at=at, made_by=actor.name[:120]
    )
    record(actor, "billing.invoice.written_off", invoice, at=at, amount_minor=amount, reason=write_off.reason)
    jobs.announce("billing.payments_recorded", cluster_id=cluster.pk, payment_ids=[payment.pk])
    return write_off


BAD_DEBT = "expense:bad_debt"


def _check(invoice: Invoice, reason: str, on: date, at: datetime) -> int:
    """Return what is given up, in minor units."""
    if not reason.strip():
        raise Invalid(_("Say why the amount is lost: bankruptcy, time-barred, too small to pursue."), field="reason")
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        raise Invalid(_("%s is a credit note; nothing is owed on it.") % invoice.number)
    if on > day_of(at):
        raise Invalid(_("A loss can't be booked on a day that is still ahead."), field="on")
    if on < invoice.issued_on:
        raise Invalid(_("A loss can't be booked before the invoice was issued, on %s.") % say(invoice.issued_on), field="on")
    amount = open_minor(invoice)
    if amount <= 0:
        raise Conflict(_("Nothing is open on invoice %s any more.") % invoice.number)
    return amount
