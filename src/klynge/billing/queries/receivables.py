"""Who owes what since when, on any day, and when the money can be expected; each sum is one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from klynge.access.models import Cluster
from klynge.billing.rules.ageing import BUCKETS, FEWEST, MonthsAhead, by_month
from klynge.core.sorting import Danish
from klynge.directory.models import Organisation
from klynge.directory.queries.searching import search as search_organisations

from .standing import ALL_SETTLED, ALWAYS

MOST_ORGANISATIONS = 5_000  # a search that hits more is too wide to be meant
# What is open on each invoice, below zero when money is owed back, with what stands in the way of reminders on the day.
OPEN = f"""
SELECT s.organisation_id, s.due_on, s.total_minor - s.paid_minor - s.credited_minor AS minor, %(day)s::date - s.due_on AS days,
       s.id IN (SELECT d.invoice_id FROM billing_dispute d WHERE d.cluster_id = %(cluster)s AND d.opened_on <= %(day)s
                AND (d.closed_on IS NULL OR d.closed_on > %(day)s)) AS is_disputed,
       s.id IN (SELECT p.invoice_id FROM billing_reminderpause p WHERE p.cluster_id = %(cluster)s AND p.invoice_id IS NOT NULL
                AND p.from_on <= %(day)s AND p.until_on > %(day)s)
       OR s.organisation_id IN (SELECT p.organisation_id FROM billing_reminderpause p WHERE p.cluster_id = %(cluster)s AND p.invoice_id IS NULL
                AND p.from_on <= %(day)s AND p.until_on > %(day)s) AS is_paused
FROM ({ALL_SETTLED}) AS s WHERE s.total_minor <> s.paid_minor + s.credited_minor
"""
# Money that came in and settles nothing of its owner's invoices. It is counted on the days of the books: after a closing, what was
# corrected later stands as it stood then.
ACCOUNT = """
SELECT p.organisation_id, p.amount_minor AS minor FROM billing_payment p WHERE p.cluster_id = %(cluster)s AND p.received_on <= %(day)s
UNION ALL
SELECT p.organisation_id, -p.amount_minor FROM billing_paymentreversal r JOIN billing_payment p ON p.id = r.payment_id
JOIN ledger_transaction t ON t.id = r.entry_id WHERE p.cluster_id = %(cluster)s AND t.effective_on <= %(day)s
UNION ALL
SELECT p.organisation_id, -f.amount_minor FROM billing_refund f JOIN billing_payment p ON p.id = f.payment_id
WHERE p.cluster_id = %(cluster)s AND f.paid_on <= %(day)s
UNION ALL
SELECT p.organisation_id, f.amount_minor FROM billing_refundreversal r JOIN billing_refund f ON f.id = r.refund_id
JOIN billing_payment p ON p.id = f.payment_id JOIN ledger_transaction t ON t.id = r.entry_id
WHERE p.cluster_id = %(cluster)s AND t.effective_on <= %(day)s
UNION ALL
SELECT i.organisation_id, -a.amount_minor FROM billing_allocation a JOIN billing_invoice i ON i.id = a.invoice_id
WHERE i.cluster_id = %(cluster)s AND a.settled_on <= %(day)s
UNION ALL
SELECT unnest(ARRAY[i.organisation_id, p.organisation_id]), unnest(ARRAY[a.amount_minor, -a.amount_minor])
FROM billing_allocation a JOIN billing_invoice i ON i.id = a.invoice_id JOIN billing_payment p ON p.id = a.payment_id
JOIN ledger_transaction t ON t.id = a.entry_id WHERE p.cluster_id = %(cluster)s AND t.effective_on <= %(day)s
"""


def _bucket(key: str) -> str:
    first, last = BUCKETS[key]
    days = " AND ".join(
        part for part in (f"days >= {first}" if first is not None else "", f"days <= {last}" if last is not None else "") if part
    )
    return f"coalesce(sum(minor) FILTER (WHERE minor > 0 AND {days}), 0)::bigint AS {key}"


COLUMNS = (*BUCKETS, "disputed", "paused", "on_account", "oldest_on")
AGED = f"""
SELECT organisation_id, {", ".join(map(_bucket, BUCKETS))},
       coalesce(sum(minor) FILTER (WHERE minor > 0 AND is_disputed), 0)::bigint AS disputed,
       coalesce(sum(minor) FILTER (WHERE minor > 0 AND is_paused AND NOT is_disputed), 0)::bigint AS paused,
       coalesce(-sum(minor) FILTER (WHERE minor < 0), 0)::bigint AS on_account, min(due_on) FILTER (WHERE minor > 0) AS oldest_on
FROM ({OPEN}) AS open GROUP BY organisation_id
"""
SUMS = ", ".join(f"coalesce(sum({column}), 0)::bigint AS {column}" for column in COLUMNS if column != "oldest_on")
PAYERS = f"""
SELECT organisation_id, {SUMS}, min(oldest_on) AS oldest_on FROM (
    SELECT * FROM ({AGED}) AS aged
    UNION ALL
    SELECT organisation_id, {", ".join("0" for _key in BUCKETS)}, 0, 0, minor, NULL
    FROM (SELECT organisation_id, sum(minor)::bigint AS minor FROM ({ACCOUNT}) AS moved GROUP BY 1) AS account WHERE minor <> 0
) AS both_sides GROUP BY organisation_id
"""
TOTALS = f"SELECT {SUMS}, min(oldest_on), count(*) FROM ({PAYERS}) AS payers"
OWED, OVERDUE = " + ".join(BUCKETS), " + ".join(key for key in BUCKETS if key != "not_due")
FILTERS = {**{key: f"{key} > 0" for key in BUCKETS}, "overdue": f"{OVERDUE} > 0", "disputed": "disputed > 0", "paused": "paused > 0", "on_account": "on_account > 0"}  # fmt: skip
SORTS = {
    "name": Danish.template % {"expressions": "o.name"},
    "owed": OWED,
    "overdue": OVERDUE,
    "oldest": "oldest_on",
    **{key: key for key in (*BUCKETS, "on_account")},
}
LISTED = """
SELECT organisation_id, o.name, o.cvr, {columns}, count(*) OVER () FROM ({payers}) AS payers JOIN directory_organisation o ON o.id = organisation_id
WHERE {narrowed} ORDER BY {order} NULLS LAST, organisation_id LIMIT %(limit)s OFFSET %(offset)s
"""
DUES = f"""
SELECT due_on, coalesce(sum(minor) FILTER (WHERE NOT is_disputed), 0)::bigint, coalesce(sum(minor) FILTER (WHERE is_disputed), 0)::bigint
FROM ({OPEN}) AS open WHERE minor > 0 GROUP BY due_on ORDER BY due_on
"""
# Invoices that payments have settled in full, by the day of the last of them.
LATENESS = """
SELECT count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY paid_on - due_on) FROM (
    SELECT i.due_on, max(a.settled_on) AS paid_on FROM billing_invoice i JOIN billing_allocation a ON a.invoice_id = i.id
    JOIN billing_payment p ON p.id = a.payment_id AND p.kind = 'money'
    WHERE i.cluster_id = %(cluster)s AND i.kind = 'invoice' AND a.settled_on <= %(day)s AND a.reverses_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM billing_allocation r WHERE r.reverses_id = a.id)
    GROUP BY i.id HAVING sum(a.amount_minor) >= i.total_minor
) AS settled WHERE paid_on > %(day)s::date - interval '2 years'
"""


@dataclass(frozen=True, slots=True)
class Aged:
    """What is owed by how long ago it was due, in minor units; ``disputed`` and ``paused`` are parts of that, ``on_account`` is the payers'."""

    not_due: int
    to_30: int
    to_60: int
    to_90: int
    over_90: int
    disputed: int
    paused: int  # and not disputed
    on_account: int
    oldest_on: date | None  # the first due day of what is open

    @property
    def owed_minor(self) -> int:
        """All that is open, due or not."""
        return self.not_due + self.overdue_minor

    @property
    def overdue_minor(self) -> int:
        """What should have been paid."""
        return self.to_30 + self.to_60 + self.to_90 + self.over_90

    @property
    def balance_minor(self) -> int:
        """What stands in the books: what is open less what is on account."""
        return self.owed_minor - self.on_account


@dataclass(frozen=True, slots=True)
class Payer:
    """Who owes, or has money on account."""

    organisation_id: int
    name: str
    cvr: str
    aged: Aged


@dataclass(frozen=True, slots=True)
class PayerFilter:
    """What the payers are narrowed to and how they are sorted; everything may be left out."""

    bucket: str = ""  # a key of FILTERS
    search: str = ""
    sort: str = "-owed"  # a key of SORTS, with a minus for the other way


@dataclass(frozen=True, slots=True)
class CashExpected:
    """When what is open can be expected; disputed amounts are left out and told apart."""

    ahead: MonthsAhead
    days_late: int | None  # the median; none when too few have paid to know
    payments: int  # invoices paid in full in the last two years
    disputed_minor: int


def receivables_total(cluster: Cluster, *, on: date) -> tuple[Aged, int]:
    """Return the sums of all payers at the end of the day, and how many these are."""
    with connection.cursor() as cursor:
        cursor.execute(TOTALS, _params(cluster, on))
        *sums, count = cursor.fetchone()
    return Aged(*sums), count


def payers(cluster: Cluster, wanted: PayerFilter, *, on: date, limit: int | None = None, offset: int = 0) -> tuple[list[Payer], int]:
    """Return those who owe or have money on account at the end of the day, and how many match in all; name and owed sort as they say."""
    found = _found(cluster, wanted.search)
    narrowed = [FILTERS[wanted.bucket]] if wanted.bucket in FILTERS else [f"({OWED} <> 0 OR on_account <> 0)"]
    if found is not None:
        narrowed.append("organisation_id = ANY (%(found)s)")
    sql = LISTED.format(columns=", ".join(COLUMNS), payers=PAYERS, narrowed=" AND ".join(narrowed), order=_order(wanted.sort))
    with connection.cursor() as cursor:
        cursor.execute(sql, {**_params(cluster, on), "found": found, "limit": limit, "offset": offset})
        rows = cursor.fetchall()
    if not rows and offset:
        return [], payers(cluster, wanted, on=on, limit=1)[1]
    return [Payer(pk, name, cvr, Aged(*aged)) for pk, name, cvr, *aged, _count in rows], rows[0][-1] if rows else 0


def cash_expected(cluster: Cluster, *, on: date) -> CashExpected:
    """Return by month what is open and undisputed, moved by how late payers have been; by due days alone while too few have paid."""
    with connection.cursor() as cursor:
        cursor.execute(LATENESS, _params(cluster, on))
        count, median = cursor.fetchone()
        cursor.execute(DUES, _params(cluster, on))
        dues = cursor.fetchall()
    days_late = median if count >= FEWEST else None
    ahead = by_month([(due_on, minor) for due_on, minor, _disputed in dues if minor], on=on, days_late=days_late or 0)
    return CashExpected(ahead, days_late, count, sum(disputed for _due, _minor, disputed in dues))


def _params(cluster: Cluster, on: date) -> dict[str, Any]:
    return {"cluster": cluster.pk, "day": on, **ALWAYS}


def _order(sort: str) -> str:
    key, direction = sort.removeprefix("-"), "DESC" if sort.startswith("-") else "ASC"
    return f"{SORTS[key]} {direction}" if key in SORTS else f"{OWED} DESC"


def _found(cluster: Cluster, words: str) -> Sequence[int] | None:
    if not words.strip():
        return None
    listed = Organisation.objects.filter(listings__cluster=cluster)
    return list(search_organisations(listed, words.strip()).values_list("pk", flat=True)[:MOST_ORGANISATIONS])
