"""Credit many invoices in full at once, in set-based SQL: own numbers, reversed books, nothing deleted."""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.queries.booked_words import CREDIT_NOTE, booked_words
from klynge.core import jobs
from klynge.core.errors import Invalid
from klynge.core.selects import Select
from klynge.ledger.actions import post_transactions

OPEN_SERIES = "INSERT INTO billing_invoiceseries (cluster_id, code, next_number) VALUES (%(cluster)s, %(code)s, 1) ON CONFLICT DO NOTHING"
LOCK_SERIES = "SELECT id, next_number FROM billing_invoiceseries WHERE cluster_id = %(cluster)s AND code = %(code)s FOR UPDATE"
NEXT_NUMBER = "UPDATE billing_invoiceseries SET next_number = next_number + (SELECT count(*) FROM undone) WHERE id = %(series)s"
# An invoice that has a credit note already is passed over, so the verb is safe to repeat.
UNDONE = """
CREATE TEMP TABLE undone ON COMMIT DROP AS
SELECT i.id, i.entry_id, (%(next)s - 1 + row_number() OVER (ORDER BY i.id))::int AS serial, ''::text AS number
FROM billing_invoice i JOIN ({invoices}) AS asked ON asked.invoice_id = i.id
WHERE i.cluster_id = %(cluster)s AND i.kind = 'invoice' AND i.issued_on <= %(issued_on)s
  AND NOT EXISTS (SELECT 1 FROM billing_invoice c WHERE c.credits_id = i.id)
"""
NUMBERED = "UPDATE undone SET number = %(code)s || '-' || lpad(serial::text, greatest(5, length(serial::text)), '0')"
MOVES = """
SELECT 'credit_note:' || u.number AS reference, %(issued_on)s::date AS effective_on, format(%(words)s, u.number) AS text, u.entry_id AS reverses_id,
       debit.code AS credit_code, credit.code AS debit_code, p.amount_minor, p.currency
FROM undone u JOIN ledger_posting p ON p.transaction_id = u.entry_id
JOIN ledger_account credit ON credit.id = p.credit_id JOIN ledger_account debit ON debit.id = p.debit_id
"""
NOTES = """
INSERT INTO billing_invoice (cluster_id, kind, series_id, serial, number, organisation_id, credits_id, reason, source_key, language, issued_on,
    due_on, issued_at, seller, buyer, currency, net_minor, vat_minor, total_minor, vat, payment_id, entry_id)
SELECT i.cluster_id, 'credit_note', %(series)s, u.serial, u.number, i.organisation_id, i.id, %(reason)s, 'credit:' || i.id, i.language,
    %(issued_on)s, %(issued_on)s, %(at)s, i.seller, i.buyer, i.currency, i.net_minor, i.vat_minor, i.total_minor, i.vat, '', t.id
FROM undone u JOIN billing_invoice i ON i.id = u.id
LEFT JOIN ledger_transaction t ON t.cluster_id = %(cluster)s AND t.reference = 'credit_note:' || u.number
ORDER BY u.serial RETURNING id
"""
LINES = """
INSERT INTO billing_invoiceline (invoice_id, position, product_id, text, note, net_minor, vat_treatment, vat_rate_bp)
SELECT n.id, l.position, l.product_id, l.text, l.note, l.net_minor, l.vat_treatment, l.vat_rate_bp
FROM undone u JOIN billing_invoice n ON n.credits_id = u.id JOIN billing_invoiceline l ON l.invoice_id = u.id
"""


@transaction.atomic
def credit_invoices(cluster: Cluster, *, invoices: Select, reason: str, issued_on: date, actor: Actor, at: datetime) -> list[int]:
    """Issue a full credit note for each invoice and return the notes' ids in the order of their numbers.

    ``invoices`` gives a column invoice_id; one that is credited already, or issued after ``issued_on``, is passed over.
    Raises: Refused, Invalid without a reason.
    """
    require(policies.may_credit(actor, cluster))
    if not reason.strip():
        raise Invalid(_("Say why the invoices are credited: the reason is printed on the credit notes."), field="reason")
    params: dict[str, object] = {
        "cluster": cluster.pk,
        "code": f"{issued_on.year}",
        "issued_on": issued_on,
        "at": at,
        "reason": reason.strip()[:200],
        "words": booked_words(cluster, CREDIT_NOTE),
    }
    with connection.cursor() as cursor:
        cursor.execute(OPEN_SERIES, params)
        cursor.execute(LOCK_SERIES, params)
        params["series"], params["next"] = cursor.fetchone()
        cursor.execute("DROP TABLE IF EXISTS undone")
        cursor.execute(UNDONE.format(invoices=invoices.sql), params | invoices.params)
        cursor.execute(NUMBERED, params)
        post_transactions(cluster, moves=Select(MOVES, params), actor=actor, at=at)
        cursor.execute(NOTES, params)
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(LINES, params)
        cursor.execute(NEXT_NUMBER, params)
    if ids:
        record(actor, "billing.credit_notes.issued", cluster, at=at, count=len(ids), reason=reason, first=params["next"])
        jobs.announce("billing.credit_note_issued", cluster_id=cluster.pk, invoice_ids=ids)
    return ids
