"""The journal: every transaction with its legs, in the order of the days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from klynge.access.models import Cluster

LEGS = """
SELECT t.id, t.reference, t.effective_on, t.recorded_at, t.text, a.code, a.kind, leg.currency, sum(leg.minor)::bigint, t.reverses_id
FROM ledger_transaction t
JOIN ledger_posting p ON p.transaction_id = t.id
CROSS JOIN LATERAL (VALUES (p.debit_id, p.amount_minor, p.currency), (p.credit_id, -p.amount_minor, p.currency)) AS leg (account_id, minor, currency)
JOIN ledger_account a ON a.id = leg.account_id
WHERE t.cluster_id = %(cluster)s AND t.effective_on >= %(first)s AND t.effective_on < %(end)s
GROUP BY t.id, a.id, leg.currency
ORDER BY t.effective_on, t.id, sum(leg.minor) < 0, a.code
"""
AT_A_TIME = 5_000


@dataclass(frozen=True, slots=True)
class Leg:
    """One account in a transaction; minor units are above zero on the debit side and below on the credit side."""

    code: str
    kind: str
    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One transaction with its legs, which add up to zero."""

    number: int
    reference: str
    effective_on: date
    recorded_at: datetime
    text: str
    legs: tuple[Leg, ...]
    is_reversal: bool = False


def journal(cluster: Cluster, *, first: date, end: date) -> Iterator[JournalEntry]:
    """Yield the transactions of the days from ``first`` until before ``end``, oldest first, without holding them all."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(LEGS, {"cluster": cluster.pk, "first": first, "end": end})
        legs: list[Leg] = []
        current: tuple[int, str, date, datetime, str, bool] | None = None
        while rows := cursor.fetchmany(AT_A_TIME):
            for number, reference, day, recorded, text, code, kind, currency, minor, reverses in rows:
                if current is not None and number != current[0]:
                    yield _entry(current, legs)
                    legs = []
                current = (number, reference, day, recorded, text, reverses is not None)
                legs.append(Leg(code, kind, minor, currency))
        if current is not None:
            yield _entry(current, legs)


def _entry(head: tuple[int, str, date, datetime, str, bool], legs: list[Leg]) -> JournalEntry:
    number, reference, day, recorded, text, is_reversal = head
    return JournalEntry(number, reference, day, recorded, text, tuple(leg for leg in legs if leg.minor), is_reversal)
