"""What the matching is told, read in a few statements however much there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from klynge.access.models import Cluster
from klynge.billing.rules.matching import Entry, OpenInvoice, Payer
from klynge.billing.rules.matching.names import TYPED, Name, likeness

# One pass over each table; what is settled or credited is told too, for old references are used again.
INVOICES = """
SELECT i.id, i.number, i.organisation_id, greatest(0, i.total_minor - coalesce(paid.minor, 0) - coalesce(note.minor, 0))::bigint,
       i.total_minor, i.issued_on, i.payment_id, note.minor IS NOT NULL
FROM billing_invoice i
LEFT JOIN (SELECT a.invoice_id, sum(a.amount_minor) AS minor FROM billing_allocation a JOIN billing_invoice n ON n.id = a.invoice_id
           WHERE n.cluster_id = %(cluster)s GROUP BY 1) AS paid ON paid.invoice_id = i.id
LEFT JOIN (SELECT credits_id, sum(total_minor) AS minor FROM billing_invoice
           WHERE cluster_id = %(cluster)s AND kind = 'credit_note' GROUP BY 1) AS note ON note.credits_id = i.id
WHERE i.cluster_id = %(cluster)s AND i.kind = 'invoice' AND i.currency = %(currency)s ORDER BY i.id
"""
PAYERS = """
SELECT o.id, o.name, o.trading_name, CASE WHEN o.country = 'DK' THEN o.cvr ELSE '' END FROM directory_organisation o
WHERE o.id IN (SELECT organisation_id FROM billing_invoice WHERE cluster_id = %(cluster)s
               UNION SELECT organisation_id FROM directory_listing WHERE cluster_id = %(cluster)s) ORDER BY o.id
"""
# An account is an organisation's when a person said so, or when its owner's name is the organisation's: bookkeepers pay for many.
ACCOUNTS = """
SELECT p.organisation_id, e.payer_account, e.payer_name, bool_or(NOT d.is_automatic)
FROM billing_entrymatch m
JOIN banking_bankentry e ON e.id = m.entry_id
JOIN billing_payment p ON p.id = m.payment_id
JOIN billing_matchdecision d ON d.payment_id = p.id AND d.kind = 'booked'
WHERE m.cluster_id = %(cluster)s AND m.state = 'booked' AND e.payer_account <> '' GROUP BY 1, 2, 3
"""
UNDECIDED = """
SELECT e.id FROM banking_bankentry e
WHERE e.cluster_id = %(cluster)s AND e.booked_on <= %(today)s
  AND NOT EXISTS (SELECT 1 FROM billing_entrymatch m WHERE m.entry_id = e.id AND m.state <> 'waiting') ORDER BY e.id
"""
ENTRIES = """
SELECT e.id, e.amount_minor, e.booked_on, e.reference_kind, e.reference, e.text, e.payer_name, e.payer_account, e.original_currency,
       CASE WHEN e.is_reversal THEN 'bank_reversal' WHEN e.amount_minor < 0 THEN 'money_out'
            WHEN e.currency <> %(currency)s THEN 'currency' ELSE '' END
FROM banking_bankentry e LEFT JOIN billing_entrymatch m ON m.entry_id = e.id
WHERE e.cluster_id = %(cluster)s AND e.id = ANY(%(ids)s) AND coalesce(m.state, 'waiting') = 'waiting' ORDER BY e.id
"""
TIDE = "SELECT coalesce((SELECT max(id) FROM billing_allocation), 0), coalesce((SELECT max(id) FROM billing_invoice), 0)"


def invoices_to_match(cluster: Cluster) -> list[OpenInvoice]:
    """Return every invoice in the currency of the books, settled ones too, the oldest first."""
    return [OpenInvoice(*row) for row in _rows(INVOICES, cluster)]


def payers(cluster: Cluster) -> list[Payer]:
    """Return who may be paying: whoever was invoiced or is listed, with the accounts of earlier payments."""
    accounts: defaultdict[int, list[str]] = defaultdict(list)
    known = {row[0]: row for row in _rows(PAYERS, cluster)}
    for organisation, account, name, is_told in _rows(ACCOUNTS, cluster):
        if is_told or any(_is_like(name, ours) for ours in known.get(organisation, ())[1:3]):
            accounts[organisation].append(account)
    return [
        Payer(number, tuple(filter(None, (name, trading_name))), tuple(accounts.get(number, ())), cvr)
        for number, name, trading_name, cvr in known.values()
    ]


def _is_like(bank: str, ours: str) -> bool:
    return bool(bank and ours) and likeness(Name.of(bank), Name.of(ours)) >= TYPED


def undecided_entries(cluster: Cluster, *, today: date) -> list[int]:
    """Return the ids of the entries about which nothing is decided, the first that came in first; not those that the bank books ahead."""
    return [row[0] for row in _rows(UNDECIDED, cluster, today=today)]


def entries_to_match(cluster: Cluster, ids: Sequence[int]) -> tuple[list[Entry], list[tuple[int, str]]]:
    """Return those of the entries that are undecided still: money that came in, and (id, reason) of what the rules can't say anything of."""
    rows = _rows(ENTRIES, cluster, ids=list(ids))
    return [Entry(*row[:9]) for row in rows if not row[9]], [(row[0], row[9]) for row in rows if row[9]]


def tide() -> tuple[int, int]:
    """Return a mark that moves whenever anything is settled or issued anywhere: what was read before it moved is old."""
    with connection.cursor() as cursor:
        cursor.execute(TIDE)
        row: tuple[int, int] = cursor.fetchone()
    return row


def _rows(sql: str, cluster: Cluster, **params: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"cluster": cluster.pk, "currency": cluster.currency, **params})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
