"""Book many transactions at once, in set-based SQL."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.races import first_wins
from klynge.core.selects import Select
from klynge.ledger import policies
from klynge.ledger.queries import require_open

# OFFSET 0 keeps each look-up a walk down an index for the moves at hand: a join would read the whole table again for every batch.
ACCOUNTS = """
INSERT INTO ledger_account (cluster_id, code, kind, name)
SELECT %(cluster)s::bigint, code,
       CASE split_part(code, ':', 1) WHEN 'income' THEN 'income' WHEN 'expense' THEN 'expense'
            WHEN 'vat' THEN 'liability' WHEN 'prepayment' THEN 'liability' ELSE 'asset' END, '{}'::jsonb
FROM (SELECT credit_code AS code FROM move UNION SELECT debit_code FROM move) AS codes
WHERE (SELECT count(*) FROM ledger_account a WHERE a.cluster_id = %(cluster)s AND a.code = codes.code) = 0
ON CONFLICT DO NOTHING
"""
TRANSACTIONS = """
INSERT INTO ledger_transaction (cluster_id, reference, effective_on, recorded_at, text, reverses_id)
SELECT %(cluster)s, reference, min(effective_on), %(at)s, left(min(text), 200), min(reverses_id) FROM move GROUP BY reference ORDER BY reference
"""
POSTINGS = """
INSERT INTO ledger_posting (transaction_id, credit_id, debit_id, amount_minor, currency)
SELECT t.id, c.id, d.id, m.amount_minor, m.currency
FROM move m
CROSS JOIN LATERAL (SELECT id FROM ledger_transaction WHERE cluster_id = %(cluster)s AND reference = m.reference OFFSET 0) AS t
CROSS JOIN LATERAL (SELECT id FROM ledger_account WHERE cluster_id = %(cluster)s AND code = m.credit_code OFFSET 0) AS c
CROSS JOIN LATERAL (SELECT id FROM ledger_account WHERE cluster_id = %(cluster)s AND code = m.debit_code OFFSET 0) AS d
ORDER BY t.id
"""


@transaction.atomic
def post_transactions(cluster: Cluster, *, moves: Select, actor: Actor, at: datetime) -> int:
    """Post every transaction that the moves make up; return how many.

    ``moves`` gives columns reference, effective_on, text, reverses_id (a transaction, or null), credit_code, debit_code, amount_minor,
    currency; rows of one reference are one transaction. A reference that is booked already fails the whole batch.
    Raises: Refused, Conflict when one of the days is closed, or a reference is booked or a transaction reversed already.
    """
    require(policies.may_post(actor, cluster))
    params = {"cluster": cluster.pk, "at": at}
    known = _("Somebody else has booked one of these at the same moment, so none of them was. Try again.")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS move")
        cursor.execute(f"CREATE TEMP TABLE move ON COMMIT DROP AS {moves.sql}", moves.params)
        cursor.execute("SELECT min(effective_on) FROM move")
        if (earliest := cursor.fetchone()[0]) is not None:
            require_open(cluster, earliest)
        cursor.execute("ANALYZE move")
        cursor.execute(ACCOUNTS, params)
        with first_wins("transaction_reference_once", known), first_wins("ledger_transaction_reverses_id_key", known):
            cursor.execute(TRANSACTIONS, params)
        count = cursor.rowcount
        cursor.execute(POSTINGS, params)
    record(actor, "ledger.transactions.posted", cluster, at=at, count=count)
    return count
