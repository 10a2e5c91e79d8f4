"""Take a payment back, as if it had never come in."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Payment, PaymentReversal
from klynge.billing.queries.booked_words import PAYMENT_REVERSED, RELEASED, booked_words
from klynge.billing.queries.settling import hold_settlements
from klynge.core.errors import Conflict, Invalid
from klynge.core.selects import Select
from klynge.ledger.actions import post_transactions, reverse_transaction
from klynge.ledger.queries import closed_through, first_open_day

LIVING = """
SELECT a.id, a.payment_id, a.invoice_id, a.amount_minor, a.settled_on, a.entry_id, i.number
FROM billing_allocation a JOIN billing_invoice i ON i.id = a.invoice_id
WHERE a.payment_id = %(payment)s AND a.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM billing_allocation r WHERE r.reverses_id = a.id)
"""
MOVED_BACK = f"""
SELECT 'release:' || a.id AS reference, greatest(t.effective_on, %(first_open)s::date) AS effective_on, format(%(words)s, a.number) AS text,
       t.id AS reverses_id, d.code AS credit_code, c.code AS debit_code, p.amount_minor, p.currency
FROM ({LIVING}) AS a
JOIN ledger_transaction t ON t.id = a.entry_id
JOIN ledger_posting p ON p.transaction_id = t.id
JOIN ledger_account c ON c.id = p.credit_id
JOIN ledger_account d ON d.id = p.debit_id
"""
RELEASES = f"""
INSERT INTO billing_allocation (payment_id, invoice_id, amount_minor, settled_on, made_at, reverses_id, reason, entry_id)
SELECT a.payment_id, a.invoice_id, -a.amount_minor, a.settled_on, %(at)s, a.id, %(reason)s, t.id
FROM ({LIVING}) AS a LEFT JOIN ledger_transaction t ON t.reverses_id = a.entry_id ORDER BY a.id
"""


@transaction.atomic
def reverse_payment(payment: Payment, *, reason: str, actor: Actor, at: datetime) -> PaymentReversal:
    """Release all that the payment settles and reverse its posting, on its day or the first open one after it.

    Raises: Refused, Invalid without a reason, Conflict when it is reversed already.
    """
    cluster = payment.cluster
    require(policies.may_allocate(actor, cluster))
    if not reason.strip():
        raise Invalid(_("Say why this is taken back."), field="reason")
    hold_settlements(cluster)
    if PaymentReversal.objects.filter(payment=payment).exists():
        raise Conflict(_("The payment “%s” is taken back already.") % payment.reference)
    if payment.refunds.filter(reversal__isnull=True).exists():
        raise Conflict(_("Some of the payment “%s” was paid back. Take the refund back first.") % payment.reference)

    closed = closed_through(cluster)
    params = {
        "payment": payment.pk, "words": booked_words(cluster, RELEASED), "at": at, "reason": reason.strip()[:200],
        "first_open": None if closed is None else closed.fromordinal(closed.toordinal() + 1),
    }  # fmt: skip
    with connection.cursor() as cursor:
        post_transactions(cluster, moves=Select(MOVED_BACK, params), actor=actor, at=at)
        cursor.execute(RELEASES, params)
        released = cursor.rowcount
    entry = reverse_transaction(
        payment.entry, reference=f"payment_reversal:{payment.pk}", effective_on=first_open_day(cluster, payment.entry.effective_on),
        text=booked_words(cluster, PAYMENT_REVERSED) % payment.reference, actor=actor, at=at,
    )  # fmt: skip
    reversal: PaymentReversal = PaymentReversal.objects.create(payment=payment, reversed_at=at, reason=params["reason"], entry=entry)
    record(actor, "billing.payment.reversed", payment, at=at, reason=reversal.reason, released=released, amount_minor=payment.amount_minor)
    return reversal
