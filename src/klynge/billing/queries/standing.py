"""Who owes what, and what a year's dues have come to; each is one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from klynge.access.models import Cluster

# Every invoice with what settled it up to the day; documents and money of later days do not exist yet.
SETTLED = """
SELECT i.id, i.organisation_id, i.kind, i.issued_on, i.due_on, i.total_minor,
       coalesce((SELECT sum(a.amount_minor) FROM billing_allocation a WHERE a.invoice_id = i.id AND a.settled_on <= %(day)s), 0)::bigint AS paid_minor,
       coalesce((SELECT sum(a.amount_minor) FROM billing_allocation a JOIN billing_payment p ON p.id = a.payment_id
                 WHERE a.invoice_id = i.id AND a.settled_on <= %(day)s AND p.kind = 'loss'), 0)::bigint AS written_minor,
       coalesce((SELECT sum(n.total_minor) FROM billing_invoice n WHERE n.credits_id = i.id AND n.issued_on <= %(day)s), 0)::bigint AS credited_minor
FROM billing_invoice i WHERE i.cluster_id = %(cluster)s AND i.kind = 'invoice' AND i.issued_on <= %(day)s
"""
# For sums over many invoices: one pass over each table instead of a look-up for every invoice.
ALL_SETTLED = """
SELECT i.id, i.organisation_id, i.due_on, i.total_minor, coalesce(paid.minor, 0)::bigint AS paid_minor,
       coalesce(paid.written, 0)::bigint AS written_minor, coalesce(note.minor, 0)::bigint AS credited_minor
FROM billing_invoice i
LEFT JOIN (SELECT a.invoice_id, sum(a.amount_minor) AS minor, sum(a.amount_minor) FILTER (WHERE p.kind = 'loss') AS written
           FROM billing_allocation a JOIN billing_payment p ON p.id = a.payment_id
           WHERE p.cluster_id = %(cluster)s AND a.settled_on <= %(day)s GROUP BY 1) AS paid ON paid.invoice_id = i.id
LEFT JOIN (SELECT credits_id, sum(total_minor) AS minor FROM billing_invoice
           WHERE cluster_id = %(cluster)s AND kind = 'credit_note' AND issued_on <= %(day)s GROUP BY 1) AS note ON note.credits_id = i.id
WHERE i.cluster_id = %(cluster)s AND i.kind = 'invoice' AND i.issued_on <= %(day)s AND i.issued_on >= %(first)s AND i.issued_on < %(end)s
"""
STANDING = f"""
SELECT coalesce(sum(total_minor), 0)::bigint, coalesce(sum(paid_minor), 0)::bigint, coalesce(sum(credited_minor), 0)::bigint,
       coalesce(sum(total_minor - paid_minor - credited_minor)
           FILTER (WHERE due_on < %(day)s AND total_minor > paid_minor + credited_minor), 0)::bigint,
       min(due_on) FILTER (WHERE due_on < %(day)s AND total_minor > paid_minor + credited_minor),
       (SELECT coalesce(sum(p.amount_minor), 0)::bigint FROM billing_payment p
        WHERE p.cluster_id = %(cluster)s AND p.organisation_id = %(organisation)s AND p.received_on <= %(day)s
          AND p.kind = 'money' AND NOT EXISTS (SELECT 1 FROM billing_paymentreversal r WHERE r.payment_id = p.id))
       - (SELECT coalesce(sum(f.amount_minor), 0)::bigint FROM billing_refund f JOIN billing_payment p ON p.id = f.payment_id
          WHERE p.cluster_id = %(cluster)s AND p.organisation_id = %(organisation)s AND f.paid_on <= %(day)s
            AND NOT EXISTS (SELECT 1 FROM billing_refundreversal r WHERE r.refund_id = f.id)),
       (SELECT coalesce(sum(a.amount_minor), 0)::bigint FROM billing_payment p JOIN billing_allocation a ON a.payment_id = p.id
        WHERE p.cluster_id = %(cluster)s AND p.organisation_id = %(organisation)s AND p.kind = 'money' AND a.settled_on <= %(day)s),
       coalesce(sum(written_minor), 0)::bigint
FROM ({SETTLED} AND i.organisation_id = %(organisation)s) AS settled
"""
TOTALS = f"""
SELECT coalesce(sum(total_minor - credited_minor - written_minor), 0)::bigint,
       coalesce(sum(least(paid_minor, total_minor - credited_minor) - written_minor), 0)::bigint,
       coalesce(sum(total_minor - paid_minor - credited_minor)
           FILTER (WHERE due_on < %(day)s AND total_minor > paid_minor + credited_minor), 0)::bigint,
       count(*) FILTER (WHERE credited_minor = 0),
       count(*) FILTER (WHERE due_on < %(day)s AND total_minor > paid_minor + credited_minor)
FROM ({ALL_SETTLED}) AS settled
"""
RECEIVABLES = f"""
SELECT organisation_id, sum(total_minor - paid_minor - credited_minor)::bigint AS minor
FROM ({ALL_SETTLED}) AS settled GROUP BY organisation_id HAVING sum(total_minor - paid_minor - credited_minor) <> 0 ORDER BY 2 DESC, 1
"""
ALWAYS = {"first": date(1900, 1, 1), "end": date(9999, 1, 1)}


@dataclass(frozen=True, slots=True)
class Standing:
    """What an organisation was billed and has paid, in minor units; ``overdue_since_on`` is the oldest due day that passed unpaid."""

    billed_minor: int  # less what was credited or written off
    received_minor: int  # all payments less what was paid back, settled against an invoice or not
    unallocated_minor: int  # the part of it that settles no invoice, its own or another's
    open_minor: int  # of the invoices, below zero when money is owed back
    overdue_minor: int
    overdue_since_on: date | None


@dataclass(frozen=True, slots=True)
class DuesTotals:
    """What the invoices of a span of days come to, in minor units, VAT included and without what was credited or written off."""

    billed_minor: int
    paid_minor: int
    overdue_minor: int
    invoices: int
    overdue_invoices: int

    @property
    def open_minor(self) -> int:
        """What is billed and not paid, due or not."""
        return self.billed_minor - self.paid_minor


def standing(cluster: Cluster, organisation_id: int, *, on: date) -> Standing:
    """Return how the organisation stands with the cluster at the end of the day."""
    row = _one(STANDING, {"cluster": cluster.pk, "organisation": organisation_id, "day": on})
    billed, paid, credited, overdue, since, received, used, written = row
    return Standing(billed - credited - written, received, received - used, billed - credited - paid, overdue, since)


def dues_totals(cluster: Cluster, *, first: date, end: date, on: date) -> DuesTotals:
    """Return the sums of the invoices issued from ``first`` until before ``end``, as they stand on the day."""
    return DuesTotals(*_one(TOTALS, {"cluster": cluster.pk, "first": first, "end": end, "day": on}))


def receivable_by_organisation(cluster: Cluster, *, on: date) -> dict[int, int]:
    """Return {organisation id: open minor units} of every organisation with something open, the largest first."""
    with connection.cursor() as cursor:
        cursor.execute(RECEIVABLES, {"cluster": cluster.pk, "day": on, **ALWAYS})
        return dict(cursor.fetchall())


def _one(sql: str, params: dict[str, object]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row: tuple[Any, ...] = cursor.fetchone()
    return row
