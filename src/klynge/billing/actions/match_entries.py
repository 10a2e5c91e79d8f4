"""Say of every entry of the bank what it pays, and book what is certain."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.actions.book_matches import book_matches
from klynge.billing.queries.matching import entries_to_match, invoices_to_match, payers, tide, undecided_entries
from klynge.billing.queries.settling import hold_settlements
from klynge.billing.rules.matching import Certainty, Finder, Proposal, propose
from klynge.core.clock import day_of

AT_A_TIME = 4_000

# What a person has decided stays; a proposal that says the same as before is not written again.
STORED = """
INSERT INTO billing_entrymatch AS m (cluster_id, entry_id, certainty, reasons, payer_id, parts, surplus_minor, state, proposed_at)
SELECT %(cluster)s, r.entry_id, r.certainty, r.reasons, nullif(r.payer_id, 0), r.parts, r.surplus_minor, 'waiting', %(at)s
FROM jsonb_to_recordset(%(rows)s::jsonb)
     AS r (entry_id bigint, certainty text, reasons jsonb, payer_id bigint, parts jsonb, surplus_minor bigint)
ON CONFLICT (entry_id) DO UPDATE
SET (certainty, reasons, payer_id, parts, surplus_minor, proposed_at)
  = (excluded.certainty, excluded.reasons, excluded.payer_id, excluded.parts, excluded.surplus_minor, excluded.proposed_at)
WHERE m.state = 'waiting' AND (m.certainty, m.reasons, m.payer_id, m.parts, m.surplus_minor)
    IS DISTINCT FROM (excluded.certainty, excluded.reasons, excluded.payer_id, excluded.parts, excluded.surplus_minor)
"""
# The bank names what it takes back by its own reference, the payer's, or the payer himself; the last such entry is meant.
TAKES_BACK = """
UPDATE billing_entrymatch m SET takes_back_id = taken.id
FROM banking_bankentry e
CROSS JOIN LATERAL (
    SELECT o.id FROM banking_bankentry o
    WHERE o.account_id = e.account_id AND o.amount_minor = -e.amount_minor AND NOT o.is_reversal AND o.booked_on <= e.booked_on
      AND ((e.bank_reference <> '' AND o.bank_reference = e.bank_reference) OR (e.reference <> '' AND o.reference = e.reference)
           OR (e.payer_account <> '' AND o.payer_account = e.payer_account) OR (e.payer_name <> '' AND o.payer_name = e.payer_name))
      AND NOT EXISTS (SELECT 1 FROM billing_entrymatch other WHERE other.takes_back_id = o.id AND other.entry_id <> e.id)
    ORDER BY o.booked_on DESC, o.id DESC LIMIT 1) AS taken
WHERE e.id = m.entry_id AND m.entry_id = ANY(%(reversals)s) AND m.state = 'waiting' AND m.takes_back_id IS DISTINCT FROM taken.id
"""
# What somebody has decided on once, and taken back, is never booked by itself again.
SURE = """
SELECT m.entry_id FROM billing_entrymatch m
WHERE m.entry_id = ANY(%(sure)s) AND m.state = 'waiting' AND m.certainty = 'certain'
  AND NOT EXISTS (SELECT 1 FROM billing_matchdecision d WHERE d.match_id = m.id) ORDER BY m.entry_id
"""


@dataclass(slots=True)
class Matching:
    """What came of it: entries looked at, entries booked, and how many now have a certain proposal, booked or not."""

    entries: int = 0
    booked: int = 0
    certain: int = 0


@dataclass(slots=True)
class _Known:
    """What was read of invoices and payers, and how high the tide stood then."""

    finder: Finder | None = None
    tide: tuple[int, int] = field(default=(-1, -1))


def match_entries(
    cluster: Cluster, *, actor: Actor, at: datetime, entry_ids: Sequence[int] | None = None, is_booking: bool = True
) -> Matching:
    """Propose for every undecided entry (or those of ``entry_ids``) and book what is certain, batch by batch, each one transaction.

    Safe to run twice, beside itself, and to be killed anywhere: the next run goes on. Raises: Refused, Conflict (run it again).
    """
    require(policies.may_record_payment(actor, cluster))
    ids = undecided_entries(cluster, today=day_of(at)) if entry_ids is None else list(entry_ids)
    done, known = Matching(), _Known()
    for start in range(0, len(ids), AT_A_TIME):
        with transaction.atomic():
            _match(cluster, ids[start : start + AT_A_TIME], known, done, is_booking, actor, at)
    return done


def _match(cluster: Cluster, ids: list[int], known: _Known, done: Matching, is_booking: bool, actor: Actor, at: datetime) -> None:
    hold_settlements(cluster)  # from here on nobody else settles, and what others settled before is seen
    entries, others = entries_to_match(cluster, ids)
    if not entries and not others:
        return
    if entries and (known.finder is None or known.tide != tide()):
        known.finder = Finder(invoices_to_match(cluster), payers(cluster))
    proposals = [propose(entry, known.finder) for entry in entries if known.finder]
    sure = [one.entry_id for one in proposals if one.certainty is Certainty.CERTAIN]
    with connection.cursor() as cursor:
        written = _store(cursor, cluster, proposals, others, at)
        cursor.execute(SURE, {"sure": sure})
        to_book = [row[0] for row in cursor.fetchall()]
    if is_booking and to_book:
        done.booked += book_matches(cluster, entry_ids=to_book, is_automatic=True, actor=actor, at=at)
    known.tide = tide()
    done.entries, done.certain = done.entries + len(entries) + len(others), done.certain + len(sure)
    if written:
        record(actor, "billing.entries.matched", cluster, at=at, count=written)


def _store(cursor: CursorWrapper, cluster: Cluster, proposals: list[Proposal], others: list[tuple[int, str]], at: datetime) -> int:
    """Write the proposals; return how many are new or say something else than before."""
    rows: list[dict[str, object]] = [
        {"entry_id": one.entry_id, "certainty": one.certainty.value, "reasons": one.reasons, "payer_id": one.payer_id, "parts": one.parts, "surplus_minor": one.surplus_minor}
        for one in proposals
    ]  # fmt: skip
    rows += [{"entry_id": pk, "certainty": "open", "reasons": [why], "payer_id": 0, "parts": [], "surplus_minor": 0} for pk, why in others]
    cursor.execute(STORED, {"cluster": cluster.pk, "at": at, "rows": json.dumps(rows)})
    written: int = cursor.rowcount
    if reversals := [pk for pk, why in others if why == "bank_reversal"]:
        cursor.execute(TAKES_BACK, {"reversals": reversals})
    return written
