"""What VAT the documents of some days come to, beside what the books say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from klynge.access.models import Cluster

# A credit note takes its amounts back.
BY_RATE = """
SELECT v.treatment, v.rate_bp, count(DISTINCT i.id) FILTER (WHERE i.kind = 'invoice'), count(DISTINCT i.id) FILTER (WHERE i.kind = 'credit_note'),
       sum(v.net_minor * s.sign)::bigint, sum(v.vat_minor * s.sign)::bigint
FROM billing_invoice i
CROSS JOIN LATERAL (SELECT CASE i.kind WHEN 'invoice' THEN 1 ELSE -1 END AS sign) AS s
CROSS JOIN LATERAL jsonb_to_recordset(i.vat) AS v (treatment text, rate_bp int, net_minor bigint, vat_minor bigint)
WHERE i.cluster_id = %(cluster)s AND i.issued_on >= %(first)s AND i.issued_on < %(end)s
GROUP BY v.treatment, v.rate_bp ORDER BY v.rate_bp DESC, v.treatment
"""
BOOKED = """
SELECT coalesce(sum(CASE WHEN c.code = 'vat:payable' THEN p.amount_minor ELSE -p.amount_minor END), 0)::bigint
FROM ledger_transaction t JOIN ledger_posting p ON p.transaction_id = t.id
JOIN ledger_account c ON c.id = p.credit_id JOIN ledger_account d ON d.id = p.debit_id
WHERE t.cluster_id = %(cluster)s AND t.effective_on >= %(first)s AND t.effective_on < %(end)s AND 'vat:payable' IN (c.code, d.code)
"""


@dataclass(frozen=True, slots=True)
class VatLine:
    """One VAT treatment (S, E, O, Z) at one rate: documents and sums in minor units, credit notes taken off."""

    treatment: str
    rate_bp: int
    invoices: int
    credit_notes: int
    net_minor: int
    vat_minor: int


@dataclass(frozen=True, slots=True)
class VatReport:
    """The days from ``first`` until before ``end``: what the documents say and what was booked on the VAT account."""

    first: date
    end: date
    lines: tuple[VatLine, ...]
    booked_minor: int

    @property
    def net_minor(self) -> int:
        """All that was charged, VAT left out."""
        return sum(line.net_minor for line in self.lines)

    @property
    def vat_minor(self) -> int:
        """The VAT owed by the documents."""
        return sum(line.vat_minor for line in self.lines)

    @property
    def difference_minor(self) -> int:
        """What the books say beside the documents; anything but 0 must be looked into."""
        return self.booked_minor - self.vat_minor


def vat_report(cluster: Cluster, *, first: date, end: date) -> VatReport:
    """Return the VAT of the documents issued from ``first`` until before ``end``."""
    params = {"cluster": cluster.pk, "first": first, "end": end}
    with connection.cursor() as cursor:
        cursor.execute(BY_RATE, params)
        lines = tuple(VatLine(*row) for row in cursor.fetchall())
        cursor.execute(BOOKED, params)
        booked = cursor.fetchone()[0]
    return VatReport(first, end, lines, booked)
