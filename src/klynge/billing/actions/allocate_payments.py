"""Settle many invoices with many payments at once, in set-based SQL: all of it or nothing."""

from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.queries.booked_words import PAID_BY_ANOTHER, booked_words
from klynge.billing.queries.settling import hold_settlements, too_little_open, too_much
from klynge.core.errors import Conflict, Invalid
from klynge.core.selects import Select
from klynge.ledger.actions import post_transactions
from klynge.ledger.queries import closed_through

ASKED = """
CREATE TEMP TABLE settling ON COMMIT DROP AS
SELECT given.payment_id, given.invoice_id, given.amount_minor::bigint AS amount_minor, p.reference, i.number, i.currency,
       p.organisation_id AS payer_id, i.organisation_id AS billed_id, greatest(p.received_on, i.issued_on) AS settled_on,
       'allocation:' || given.payment_id || ':' || given.invoice_id || ':' || (row_number() OVER (PARTITION BY given.payment_id, given.invoice_id ORDER BY given.amount_minor) - 1
           + (SELECT count(*) FROM billing_allocation a WHERE a.payment_id = p.id AND a.invoice_id = i.id AND a.reverses_id IS NULL)) AS entry_reference,
       coalesce(given.amount_minor > 0 AND p.cluster_id = %(cluster)s AND i.cluster_id = %(cluster)s AND i.kind = 'invoice'
                AND p.currency = i.currency, false) AS is_fit
FROM ({allocations}) AS given
LEFT JOIN billing_payment p ON p.id = given.payment_id
LEFT JOIN billing_invoice i ON i.id = given.invoice_id
"""
LOCKED = "SELECT 1 FROM billing_invoice WHERE id IN (SELECT invoice_id FROM settling) ORDER BY id FOR NO KEY UPDATE"
OVERDRAWN = """
SELECT min(s.reference) FROM settling s JOIN billing_payment p ON p.id = s.payment_id GROUP BY p.id
HAVING sum(s.amount_minor) > p.amount_minor - billing_refunded(p.id)
    - coalesce((SELECT sum(a.amount_minor) FROM billing_allocation a WHERE a.payment_id = p.id), 0)
    OR EXISTS (SELECT 1 FROM billing_paymentreversal r WHERE r.payment_id = p.id) ORDER BY 1 LIMIT 1
"""
OVERPAID = """
SELECT min(s.number) FROM settling s JOIN billing_invoice i ON i.id = s.invoice_id GROUP BY i.id
HAVING sum(s.amount_minor) > i.total_minor
    - coalesce((SELECT sum(a.amount_minor) FROM billing_allocation a WHERE a.invoice_id = i.id), 0)
    - coalesce((SELECT sum(n.total_minor) FROM billing_invoice n WHERE n.credits_id = i.id), 0) ORDER BY 1 LIMIT 1
"""
MOVES = """
SELECT entry_reference AS reference, greatest(settled_on, %(first_open)s::date) AS effective_on, format(%(words)s, number) AS text,
       NULL::bigint AS reverses_id, 'receivable:organisation:' || billed_id AS credit_code,
       'receivable:organisation:' || payer_id AS debit_code, amount_minor, currency
FROM settling WHERE payer_id <> billed_id
"""
ALLOCATIONS = """
INSERT INTO billing_allocation (payment_id, invoice_id, amount_minor, settled_on, made_at, reason, entry_id)
SELECT s.payment_id, s.invoice_id, s.amount_minor, s.settled_on, %(at)s, '', t.id
FROM settling s LEFT JOIN ledger_transaction t ON t.cluster_id = %(cluster)s AND t.reference = s.entry_reference AND s.payer_id <> s.billed_id
ORDER BY s.payment_id, s.invoice_id, s.amount_minor
"""


@transaction.atomic
def allocate_payments(cluster: Cluster, *, allocations: Select, actor: Actor, at: datetime, pays_for_another: bool = False) -> int:
    """Use each payment as asked to settle its invoice; return how many allocations were made.

    ``allocations`` gives columns payment_id, invoice_id and amount_minor; a payment and an invoice may come several times.
    It does what allocate_payment does row by row. Raises: Refused, Invalid, Conflict when too little is left or open somewhere.
    """
    require(policies.may_allocate(actor, cluster))
    hold_settlements(cluster)
    closed = closed_through(cluster)
    first_open = None if closed is None else closed.fromordinal(closed.toordinal() + 1)
    params = {"cluster": cluster.pk, "at": at, "words": booked_words(cluster, PAID_BY_ANOTHER), "first_open": first_open}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS settling")
        cursor.execute(ASKED.format(allocations=allocations.sql), params | allocations.params)
        cursor.execute(LOCKED)
        _check(cursor, pays_for_another)
        if pays_for_another:
            post_transactions(cluster, moves=Select(MOVES, params), actor=actor, at=at)
        cursor.execute(ALLOCATIONS, params)
        count = cursor.rowcount
    record(actor, "billing.payments.allocated", cluster, at=at, count=count)
    return count


def _check(cursor: CursorWrapper, pays_for_another: bool) -> None:
    if _first(cursor, "SELECT true FROM settling WHERE NOT is_fit LIMIT 1"):
        raise Invalid(_("Every row needs a payment and an invoice of this cluster and of one currency, and an amount above zero."))
    if not pays_for_another and (number := _first(cursor, "SELECT number FROM settling WHERE payer_id <> billed_id LIMIT 1")):
        raise Invalid(_("Invoice %s is another organisation's. Say that it is paid by another one if it is.") % number, field="invoice")
    if reference := _first(cursor, OVERDRAWN):
        raise Conflict(too_much(str(reference)))
    if number := _first(cursor, OVERPAID):
        raise Conflict(too_little_open(str(number)))


def _first(cursor: CursorWrapper, sql: str) -> object:
    cursor.execute(sql)
    row = cursor.fetchone()
    return row[0] if row else None
