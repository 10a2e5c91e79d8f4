"""One account, transaction by transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from klynge.access.models import Cluster

LINES = """
SELECT t.id, t.effective_on, t.reference, t.text, moved.debit, moved.credit,
       sum(moved.debit - moved.credit) OVER (ORDER BY t.effective_on, t.id)::bigint
FROM (
    SELECT p.transaction_id, coalesce(sum(p.amount_minor) FILTER (WHERE p.debit_id = a.id), 0)::bigint AS debit,
           coalesce(sum(p.amount_minor) FILTER (WHERE p.credit_id = a.id), 0)::bigint AS credit
    FROM ledger_account a JOIN ledger_posting p ON a.id IN (p.debit_id, p.credit_id)
    WHERE a.cluster_id = %(cluster)s AND a.code = %(code)s GROUP BY 1
) AS moved JOIN ledger_transaction t ON t.id = moved.transaction_id
WHERE t.effective_on <= %(day)s ORDER BY t.effective_on DESC, t.id DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A transaction on the account in minor units, and what stood there after it: debits less credits."""

    transaction_id: int
    on: date
    reference: str
    text: str
    debit_minor: int
    credit_minor: int
    balance_minor: int


def account_lines(cluster: Cluster, code: str, *, on: date, most: int) -> list[AccountLine]:
    """Return the last ``most`` transactions on the account up to the end of the day, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(LINES, {"cluster": cluster.pk, "code": code, "day": on, "most": most})
        return [AccountLine(*row) for row in cursor.fetchall()]
