"""Record many payments at once, in set-based SQL: each settles one invoice."""

from datetime import datetime

from django.db import connection, transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.core.selects import Select
from klynge.ledger.actions import post_transactions

RECEIVED = """
CREATE TEMP TABLE received ON COMMIT DROP AS
SELECT i.id AS invoice_id, i.organisation_id, i.number, i.currency, given.received_on, given.reference, given.amount_minor
FROM ({payments}) AS given
JOIN billing_invoice i ON i.id = given.invoice_id AND i.cluster_id = %(cluster)s AND i.kind = 'invoice'
WHERE NOT EXISTS (SELECT 1 FROM billing_payment p WHERE p.cluster_id = %(cluster)s AND p.reference = given.reference)
"""
MOVES = """
SELECT 'payment:' || reference AS reference, received_on AS effective_on, 'Payment of ' || number AS text,
       'receivable:organisation:' || organisation_id AS credit_code, 'bank' AS debit_code, amount_minor, currency
FROM received
"""
PAYMENTS = """
INSERT INTO billing_payment (cluster_id, organisation_id, received_on, amount_minor, currency, reference, text, entry_id)
SELECT %(cluster)s, r.organisation_id, r.received_on, r.amount_minor, r.currency, r.reference, r.number, t.id
FROM received r JOIN ledger_transaction t ON t.cluster_id = %(cluster)s AND t.reference = 'payment:' || r.reference
ORDER BY r.received_on, r.invoice_id
"""
ALLOCATIONS = """
INSERT INTO billing_allocation (payment_id, invoice_id, amount_minor)
SELECT p.id, r.invoice_id, r.amount_minor FROM received r JOIN billing_payment p ON p.cluster_id = %(cluster)s AND p.reference = r.reference
"""


@transaction.atomic
def record_payments(cluster: Cluster, *, payments: Select, actor: Actor, at: datetime) -> int:
    """Record the payments and settle their invoices; return how many were new.

    ``payments`` gives columns invoice_id, received_on, reference (once per cluster; a known one is passed over)
    and amount_minor, which must not exceed what is open on the invoice.
    """
    require(policies.may_record_payment(actor, cluster))
    params = {"cluster": cluster.pk}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS received")
        cursor.execute(RECEIVED.format(payments=payments.sql), params | payments.params)
        post_transactions(cluster, moves=Select(MOVES), actor=actor, at=at)
        cursor.execute(PAYMENTS, params)
        count = cursor.rowcount
        cursor.execute(ALLOCATIONS, params)
    record(actor, "billing.payments.recorded", cluster, at=at, count=count)
    return count
