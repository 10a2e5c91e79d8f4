"""The postings as a stream for the hash chain of the audit room."""

from __future__ import annotations

from klynge.access.models import Cluster
from klynge.audit.queries import TRAIL, Stream, Verification, verify

BOOKS = Stream(
    "ledger",
    ("ledger_transaction", "ledger_posting"),
    """SELECT p.id, jsonb_build_array(p.id, t.id, t.reference, t.effective_on, to_char(t.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
       t.text, t.reverses_id, c.code, d.code, p.amount_minor, p.currency)::text AS content
       FROM ledger_posting p JOIN ledger_transaction t ON t.id = p.transaction_id JOIN ledger_account c ON c.id = p.credit_id
       JOIN ledger_account d ON d.id = p.debit_id WHERE t.cluster_id = %(cluster)s AND p.id > {after} AND p.id <= {until}""",
)


def verify_books(cluster: Cluster) -> list[Verification]:
    """Check the hash chains of the postings and of the audit trail."""
    return [verify(cluster, BOOKS), verify(cluster, TRAIL)]
