"""The journal: every transaction with its legs, in the order of the days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import chain, groupby
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from klynge.access.models import Cluster
from klynge.ledger.models import Account, Posting, Transaction

LEGS = """
SELECT t.id, t.reference, t.effective_on, t.recorded_at, t.text, a.code, a.kind, leg.currency, sum(leg.minor)::bigint, t.reverses_id
FROM ledger_transaction t
JOIN ledger_posting p ON p.transaction_id = t.id
CROSS JOIN LATERAL (VALUES (p.debit_id, p.amount_minor, p.currency), (p.credit_id, -p.amount_minor, p.currency)) AS leg (account_id, minor, currency)
JOIN ledger_account a ON a.id = leg.account_id
WHERE t.cluster_id = %(cluster)s AND {which}
GROUP BY t.id, a.id, leg.currency
ORDER BY {order}, sum(leg.minor) < 0, a.code
"""
OF_DAYS = LEGS.format(which="t.effective_on >= %(first)s AND t.effective_on < %(end)s", order="t.effective_on, t.id")
OF_IDS = LEGS.format(which="t.id = ANY(%(ids)s)", order="t.id DESC")
AT_A_TIME = 5_000


@dataclass(frozen=True, slots=True)
class Leg:
    """One account in a transaction; minor units are above zero on the debit side and below on the credit side."""

    code: str
    kind: str
    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What to look for; whatever is left out does not narrow. Both days are included."""

    since: date | None = None
    until: date | None = None
    family: str = ""  # of the chart of accounts
    search: str = ""
    before_id: int | None = None


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
        cursor.execute(OF_DAYS, {"cluster": cluster.pk, "first": first, "end": end})
        yield from _entries(chain.from_iterable(iter(partial(cursor.fetchmany, AT_A_TIME), [])))


def journal_page(cluster: Cluster, wanted: JournalFilter, *, limit: int) -> list[JournalEntry]:
    """Return the newest ``limit`` transactions that match, in the order in which they were booked, the last one first."""
    found = Transaction.objects.filter(cluster=cluster).order_by("-id")
    if wanted.since:
        found = found.filter(effective_on__gte=wanted.since)
    if wanted.until:
        found = found.filter(effective_on__lte=wanted.until)
    if wanted.before_id:
        found = found.filter(pk__lt=wanted.before_id)
    if wanted.search.strip():
        words = wanted.search.strip()
        found = found.filter(Q(reference__icontains=words) | Q(text__icontains=words))
    if wanted.family:
        accounts = Account.objects.filter(cluster=cluster).filter(Q(code=wanted.family) | Q(code__startswith=f"{wanted.family}:"))
        legs = Posting.objects.filter(transaction=OuterRef("pk"))
        found = found.filter(Exists(legs.filter(Q(debit__in=accounts) | Q(credit__in=accounts))))
    ids = list(found.values_list("pk", flat=True)[:limit])
    with connection.cursor() as cursor:
        cursor.execute(OF_IDS, {"cluster": cluster.pk, "ids": ids})
        return list(_entries(cursor.fetchall()))


def _entries(rows: Iterable[tuple[Any, ...]]) -> Iterator[JournalEntry]:
    for head, legs in groupby(rows, key=lambda row: (*row[:5], row[9] is not None)):
        kept = tuple(Leg(code, kind, minor, currency) for *_head, code, kind, currency, minor, _reverses in legs if minor)
        number, reference, day, recorded, text, is_reversal = head
        yield JournalEntry(number, reference, day, recorded, text, kept, is_reversal)
