"""Book entries of the bank as their proposals say, in set-based SQL: all of them or none."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.actions.allocate_payments import allocate_payments
from klynge.billing.actions.record_payments import record_payments
from klynge.billing.queries.settling import hold_settlements
from klynge.core.errors import Invalid
from klynge.core.selects import Select
from klynge.ledger.queries import closed_through

# Who books the same entry at the same moment waits here, and finds it booked.
ASKED = """
SELECT id FROM billing_entrymatch WHERE cluster_id = %(cluster)s AND entry_id = ANY(%(entries)s) AND state = 'waiting' ORDER BY id FOR UPDATE
"""
BOOKING = """
CREATE TEMP TABLE booking ON COMMIT DROP AS
SELECT m.id AS match_id, m.entry_id, m.payer_id, m.parts, m.surplus_minor, e.amount_minor, e.currency, e.booked_on, a.ledger_code,
       'bank:' || m.entry_id || CASE WHEN times.count > 0 THEN ':' || times.count + 1 ELSE '' END AS reference
FROM billing_entrymatch m
JOIN banking_bankentry e ON e.id = m.entry_id
JOIN banking_bankaccount a ON a.id = e.account_id
CROSS JOIN LATERAL (SELECT count(*) AS count FROM billing_matchdecision d WHERE d.match_id = m.id AND d.kind = 'booked') AS times
WHERE m.id = ANY(%(ids)s)
"""
PARTS = """
CREATE TEMP TABLE booking_part ON COMMIT DROP AS
SELECT b.match_id, b.reference, (part ->> 0)::bigint AS invoice_id, (part ->> 1)::bigint AS amount_minor
FROM booking b CROSS JOIN LATERAL jsonb_array_elements(b.parts) AS part
"""
UNFIT = """
SELECT CASE WHEN b.payer_id IS NULL THEN 'payer' WHEN b.currency <> %(currency)s THEN 'currency' ELSE 'amount' END
FROM booking b LEFT JOIN (SELECT match_id, sum(amount_minor) AS minor FROM booking_part GROUP BY 1) AS p ON p.match_id = b.match_id
WHERE b.payer_id IS NULL OR b.currency <> %(currency)s OR b.amount_minor <= 0 OR b.surplus_minor < 0
   OR b.amount_minor <> coalesce(p.minor, 0) + b.surplus_minor ORDER BY 1 DESC LIMIT 1
"""
PAYMENTS = """
SELECT b.payer_id AS organisation_id, b.booked_on AS received_on, greatest(b.booked_on, %(first_open)s::date) AS booked_on,
       b.ledger_code AS debit_code, b.reference, coalesce(named.numbers, '') AS text, b.amount_minor, b.currency
FROM booking b
LEFT JOIN (SELECT p.match_id, string_agg(i.number, ', ' ORDER BY i.number) AS numbers
           FROM booking_part p JOIN billing_invoice i ON i.id = p.invoice_id GROUP BY 1) AS named ON named.match_id = b.match_id
"""
ALLOCATIONS = """
SELECT made.id AS payment_id, p.invoice_id, p.amount_minor
FROM booking_part p JOIN billing_payment made ON made.cluster_id = %(cluster)s AND made.reference = p.reference
"""
BOOKED = """
UPDATE billing_entrymatch m SET state = 'booked', payment_id = p.id
FROM booking b JOIN billing_payment p ON p.cluster_id = %(cluster)s AND p.reference = b.reference WHERE m.id = b.match_id
"""
DECISIONS = """
INSERT INTO billing_matchdecision (match_id, kind, made_at, made_by, is_automatic, payment_id, aside_reason, note)
SELECT m.id, 'booked', %(at)s, %(by)s, %(is_automatic)s, m.payment_id, '', '' FROM billing_entrymatch m WHERE m.id = ANY(%(ids)s) ORDER BY m.entry_id
"""


@transaction.atomic
def book_matches(
    cluster: Cluster, *, entry_ids: Sequence[int], actor: Actor, at: datetime, is_automatic: bool = False, pays_for_another: bool = False
) -> int:
    """Book those of the entries that wait, each as its match says; return how many. On a closed day the books take the first open one.

    Raises: Refused, Invalid for a match without payer or whose amounts don't add up, Conflict when less is open on an invoice by now.
    """
    require(policies.may_record_payment(actor, cluster))
    hold_settlements(cluster)
    closed = closed_through(cluster)
    first_open = None if closed is None else closed.fromordinal(closed.toordinal() + 1)
    params = {
        "cluster": cluster.pk, "currency": cluster.currency, "entries": list(entry_ids), "first_open": first_open, "at": at,
        "by": actor.name[:120], "is_automatic": is_automatic,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(ASKED, params)
        params["ids"] = [row[0] for row in cursor.fetchall()]
        _set_out(cursor, params)
        if params["ids"]:
            record_payments(cluster, payments=Select(PAYMENTS, params), is_on_account=True, actor=actor, at=at)
            allocate_payments(cluster, allocations=Select(ALLOCATIONS, params), pays_for_another=pays_for_another, actor=actor, at=at)
        cursor.execute(BOOKED, params)
        count = cursor.rowcount
        cursor.execute(DECISIONS, params)
    if count:
        record(actor, "billing.entries.booked", cluster, at=at, count=count)
    return count


def _set_out(cursor: CursorWrapper, params: dict[str, object]) -> None:
    """Lay out payments and their parts. Raises: Invalid."""
    cursor.execute("DROP TABLE IF EXISTS booking, booking_part")
    cursor.execute(BOOKING, params)
    cursor.execute(PARTS)
    cursor.execute("ANALYZE booking, booking_part")
    cursor.execute(UNFIT, params)
    if row := cursor.fetchone():
        said = {
            "payer": _("It is not known who pays this. Choose the payer first."),
            "currency": _("This entry is in another currency than the books, and can't be booked. Book what the bank exchanged it for."),
            "amount": _("The amounts don't add up to what came in. Look at them again."),
        }
        raise Invalid(said[row[0]])
