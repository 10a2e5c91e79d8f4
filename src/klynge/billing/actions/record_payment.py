"""Record that money came in."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Allocation, Invoice, InvoiceKind, Payment
from klynge.billing.queries import open_minor
from klynge.billing.queries.booked_words import PAYMENT, PAYMENT_OF, booked_words
from klynge.billing.queries.settling import hold_settlements
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.core.texts import say
from klynge.directory.models import Organisation
from klynge.ledger.actions import post_transaction
from klynge.ledger.rules import chart

LONGEST = 72  # the books put "payment:" in front, in a column of 80


@transaction.atomic
def record_payment(
    organisation: Organisation, *, cluster: Cluster, amount_minor: int, received_on: date, reference: str, invoice: Invoice | None = None,
    text: str = "", actor: Actor, at: datetime,
) -> Payment:  # fmt: skip
    """Record a payment and settle the invoice with it, as far as something is open there; the rest stays unallocated.

    ``reference`` is the bank's own, or one made by hand; it exists once in the cluster.
    Raises: Refused, Invalid, Conflict when the reference is known.
    """
    require(policies.may_record_payment(actor, cluster))
    reference = reference.strip()
    hold_settlements(cluster)  # whoever records the same at the same moment waits, and is told
    if invoice is not None:
        invoice = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    _check(organisation, cluster, amount_minor, received_on, reference, invoice, at)
    if Payment.objects.filter(cluster=cluster, reference=reference).exists():
        raise Conflict(_("A payment with the reference “%s” is recorded already.") % reference)

    moves = [(chart.receivable(organisation.pk), chart.BANK, amount_minor)]
    words = booked_words(cluster, PAYMENT_OF) % invoice.number if invoice else booked_words(cluster, PAYMENT) % reference
    entry = post_transaction(
        cluster, reference=f"payment:{reference}", effective_on=received_on, text=words, moves=moves, actor=actor, at=at
    )
    payment: Payment = Payment.objects.create(
        cluster=cluster, organisation=organisation, received_on=received_on, amount_minor=amount_minor, currency=cluster.currency,
        reference=reference, text=text[:200] or (invoice.number if invoice else ""), entry=entry,
    )  # fmt: skip
    settled = min(amount_minor, open_minor(invoice)) if invoice else 0
    if invoice and settled > 0:
        Allocation.objects.create(
            payment=payment, invoice=invoice, amount_minor=settled, settled_on=max(received_on, invoice.issued_on), made_at=at
        )
    record(actor, "billing.payment.recorded", payment, at=at, amount_minor=amount_minor, allocated_minor=max(settled, 0))
    jobs.announce("billing.payments_recorded", cluster_id=cluster.pk, payment_ids=[payment.pk])
    return payment


def _check(
    organisation: Organisation,
    cluster: Cluster,
    amount_minor: int,
    received_on: date,
    reference: str,
    invoice: Invoice | None,
    at: datetime,
) -> None:
    if amount_minor <= 0:
        raise Invalid(_("A payment must be above zero."), field="amount")
    if not 0 < len(reference) <= LONGEST:
        raise Invalid(_("Give the payment a reference of at most %s characters, such as the bank's own.") % LONGEST, field="reference")
    if received_on > day_of(at):
        raise Invalid(_("Money can't have come in on %s, which is still ahead.") % say(received_on), field="received_on")
    if invoice is None:
        return
    if (invoice.organisation_id, invoice.cluster_id) != (organisation.pk, cluster.pk):
        raise Invalid(_("Invoice %s is another organisation's.") % invoice.number, field="invoice")
    if invoice.currency != cluster.currency:
        raise Invalid(_("Invoice %(number)s is in %(currency)s, and the books are in another currency.") % {"number": invoice.number, "currency": invoice.currency}, field="invoice")  # fmt: skip
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        raise Invalid(_("%s is a credit note; a payment settles an invoice.") % invoice.number, field="invoice")
