"""Record many payments at once, in set-based SQL: each settles one invoice as far as something is open there."""

from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.actions.record_payment import LONGEST
from klynge.billing.queries.booked_words import PAYMENT, PAYMENT_OF, booked_words
from klynge.billing.queries.settling import hold_settlements
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.core.selects import Select
from klynge.ledger.actions import post_transactions

# A reference counts once, in the books as in what is given. Of several payments of one invoice the earlier ones settle it first.
RECEIVED = """
CREATE TEMP TABLE received ON COMMIT DROP AS
SELECT DISTINCT ON (trim(given.reference)) i.id AS invoice_id, i.organisation_id, i.number, i.currency, i.issued_on, i.total_minor,
       given.received_on, given.received_on AS booked_on, 'bank' AS debit_code, trim(given.reference) AS reference,
       given.amount_minor::bigint AS amount_minor, 0::bigint AS settled_minor,
       coalesce(i.cluster_id = %(cluster)s AND i.kind = 'invoice' AND i.currency = %(currency)s, false) AS is_fit
FROM ({payments}) AS given
LEFT JOIN billing_invoice i ON i.id = given.invoice_id
WHERE NOT EXISTS (SELECT 1 FROM billing_payment p WHERE p.cluster_id = %(cluster)s AND p.reference = trim(given.reference))
ORDER BY trim(given.reference), given.received_on, given.invoice_id
"""
# Money of a payer that settles nothing yet: it stands in the books on a day and on a bank account of its own.
ON_ACCOUNT = """
CREATE TEMP TABLE received ON COMMIT DROP AS
SELECT DISTINCT ON (trim(given.reference)) NULL::bigint AS invoice_id, o.id AS organisation_id, given.text AS number, given.currency,
       NULL::date AS issued_on, NULL::bigint AS total_minor, given.received_on, given.booked_on, given.debit_code,
       trim(given.reference) AS reference, given.amount_minor::bigint AS amount_minor, 0::bigint AS settled_minor,
       coalesce(o.id IS NOT NULL AND given.currency = %(currency)s, false) AS is_fit
FROM ({payments}) AS given
LEFT JOIN directory_organisation o ON o.id = given.organisation_id
WHERE NOT EXISTS (SELECT 1 FROM billing_payment p WHERE p.cluster_id = %(cluster)s AND p.reference = trim(given.reference))
ORDER BY trim(given.reference), given.received_on, given.organisation_id
"""
UNFIT = """
SELECT fault, reference FROM (
    SELECT reference, CASE WHEN NOT is_fit THEN 'invoice' WHEN coalesce(amount_minor, 0) <= 0 THEN 'amount'
                           WHEN received_on IS NULL OR received_on > %(today)s THEN 'received_on'
                           WHEN coalesce(length(reference), 0) NOT BETWEEN 1 AND %(longest)s THEN 'reference' END AS fault
    FROM received
) AS looked_at WHERE fault IS NOT NULL ORDER BY reference LIMIT 1
"""
LOCKED = "SELECT 1 FROM billing_invoice WHERE id IN (SELECT invoice_id FROM received) ORDER BY id FOR UPDATE"
SETTLED = """
UPDATE received r SET settled_minor = least(sums.through, sums.open_minor) - least(sums.through - r.amount_minor, sums.open_minor)
FROM (SELECT n.reference, sum(n.amount_minor) OVER (PARTITION BY n.invoice_id ORDER BY n.received_on, n.reference)::bigint AS through,
             greatest(0, n.total_minor
                 - coalesce((SELECT sum(a.amount_minor) FROM billing_allocation a WHERE a.invoice_id = n.invoice_id), 0)
                 - coalesce((SELECT sum(c.total_minor) FROM billing_invoice c WHERE c.credits_id = n.invoice_id), 0))::bigint AS open_minor
      FROM received n) AS sums
WHERE sums.reference = r.reference
"""
MOVES = """
SELECT 'payment:' || reference AS reference, booked_on AS effective_on, NULL::bigint AS reverses_id,
       CASE number WHEN '' THEN format(%(plain_words)s, reference) ELSE format(%(words)s, number) END AS text,
       'receivable:organisation:' || organisation_id AS credit_code, debit_code, amount_minor, currency
FROM received
"""
PAYMENTS = """
INSERT INTO billing_payment (cluster_id, organisation_id, received_on, amount_minor, currency, reference, text, entry_id)
SELECT %(cluster)s, r.organisation_id, r.received_on, r.amount_minor, r.currency, r.reference, left(r.number, 200), t.id
FROM received r JOIN ledger_transaction t ON t.cluster_id = %(cluster)s AND t.reference = 'payment:' || r.reference
ORDER BY r.received_on, r.reference RETURNING id
"""
ALLOCATIONS = """
INSERT INTO billing_allocation (payment_id, invoice_id, amount_minor, settled_on, made_at, reason)
SELECT p.id, r.invoice_id, r.settled_minor, greatest(r.received_on, r.issued_on), %(at)s, ''
FROM received r JOIN billing_payment p ON p.cluster_id = %(cluster)s AND p.reference = r.reference
WHERE r.settled_minor > 0 ORDER BY p.id
"""
SUMS = "SELECT coalesce(sum(amount_minor), 0)::bigint, coalesce(sum(settled_minor), 0)::bigint FROM received"


@transaction.atomic
def record_payments(cluster: Cluster, *, payments: Select, actor: Actor, at: datetime, is_on_account: bool = False) -> int:
    """Record the payments and settle their invoices; return how many were new. It does what record_payment does row by row.

    ``payments`` gives columns invoice_id, received_on, reference (once per cluster; a known one is passed over) and amount_minor;
    what is more than open stays unallocated. When it all ``is_on_account``, it settles nothing yet, and the columns are organisation_id,
    received_on, booked_on (in the books), debit_code (the bank's account there), reference, text, amount_minor and currency. Raises: Refused, Invalid (then nothing is recorded), Conflict for a closed day.
    """
    require(policies.may_record_payment(actor, cluster))
    hold_settlements(cluster)
    params = {
        "cluster": cluster.pk, "currency": cluster.currency, "today": day_of(at), "longest": LONGEST, "at": at,
        "words": booked_words(cluster, PAYMENT_OF), "plain_words": booked_words(cluster, PAYMENT),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS received")
        cursor.execute((ON_ACCOUNT if is_on_account else RECEIVED).format(payments=payments.sql), params | payments.params)
        _check(cursor, params)
        cursor.execute(LOCKED)
        cursor.execute(SETTLED)
        post_transactions(cluster, moves=Select(MOVES, params), actor=actor, at=at)
        cursor.execute(PAYMENTS, params)
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(ALLOCATIONS, params)
        cursor.execute(SUMS)
        amount, allocated = cursor.fetchone()
    record(actor, "billing.payments.recorded", cluster, at=at, count=len(ids), amount_minor=amount, allocated_minor=allocated)
    if ids:
        jobs.announce("billing.payments_recorded", cluster_id=cluster.pk, payment_ids=ids)
    return len(ids)


def _check(cursor: CursorWrapper, params: dict[str, object]) -> None:
    cursor.execute(UNFIT, params)
    if row := cursor.fetchone():
        said = {
            "invoice": _("The payment “%s” names no invoice of this cluster in the currency of its books."),
            "amount": _("The payment “%s” must be above zero."),
            "received_on": _("The payment “%s” can't have come in on a day that is still ahead."),
            "reference": _("The payment “%s” needs a reference of 1 to 72 characters."),
        }
        raise Invalid(said[row[0]] % row[1], field=row[0])
