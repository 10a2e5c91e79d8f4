"""How fast and how surely the bank is matched: the rules alone, then read, proposed and booked in a database of its own."""

import json
import os
import resource
import time
from collections import Counter
from datetime import timedelta
from typing import Any

from django.db import connection
from django_scopes import scope, scopes_disabled

from klynge.access.actor import Actor
from klynge.access.queries import actor_of
from klynge.banking.models import BankAccount, BankFile
from klynge.billing.actions import credit_invoices, issue_invoices, match_entries
from klynge.billing.models import Product
from klynge.billing.rules.matching import Certainty, Finder, propose
from klynge.core.selects import Select
from klynge.files.models import StoredFile

from .members import NOON, Stage, build
from .payments import ISSUED, Stream, stream
from .scratch import scratch_database

SEED = 20270101
LATER = timedelta(days=90)  # when all of it has come in
ORGANISATIONS = """
INSERT INTO directory_organisation (name, trading_name, kind, legal_form, country, cvr, industry_code, industry_edition, street, postcode, town,
    municipality_id, website, email_domain, phone, gln, buyer_reference, is_advertising_protected, has_foreign_parent, search_text, created_at)
SELECT name, '', 'company', 'ApS', 'DK', cvr, '', '', 'Vej 1', '9000', 'Aalborg', NULL, '', '', '', '', '', false, false, lower(name), now()
FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (id int, name text, cvr text) ORDER BY id
"""
LISTED = "INSERT INTO directory_listing (cluster_id, organisation_id, external_id, listed_at) SELECT %(cluster)s, id, '', now() FROM directory_organisation"
DRAFTS = """
SELECT o.id AS organisation_id, 'bench:' || lpad(r.id::text, 9, '0') AS source_key, 'da' AS language,
       jsonb_build_array(jsonb_build_object('product_id', %(product)s::bigint, 'text', 'Kontingent 2027', 'net_minor', r.net_minor)) AS lines
FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (id int, cvr text, net_minor bigint) JOIN directory_organisation o ON o.cvr = r.cvr
"""
CREDITED = "SELECT id AS invoice_id FROM billing_invoice WHERE number = ANY(%(numbers)s)"
ENTRIES = """
INSERT INTO banking_bankentry (cluster_id, account_id, file_id, booked_on, amount_minor, currency, original_currency, is_reversal, reference_kind,
    reference, fik_creditor, text, payer_name, payer_account, bank_reference, batch, fingerprint, occurrence)
SELECT %(cluster)s, %(account)s, %(file)s, booked_on, amount_minor, 'DKK', original_currency, false, reference_kind, reference, '', text, payer_name,
       '', '', '', lpad(id::text, 64, '0'), 1
FROM ROWS FROM (jsonb_to_recordset(%(rows)s::jsonb) AS (id int, booked_on date, amount_minor bigint, original_currency text, reference_kind text,
    reference text, text text, payer_name text)) WITH ORDINALITY
    AS r (id, booked_on, amount_minor, original_currency, reference_kind, reference, text, payer_name, position) ORDER BY position
"""
# Each entry that was booked by itself: by the stream's own numbers, so that it can be held against the truth.
BOOKED = """
SELECT e.fingerprint::int, coalesce(jsonb_object_agg(i.number, a.amount_minor) FILTER (WHERE a.id IS NOT NULL), '{}')
FROM billing_entrymatch m JOIN banking_bankentry e ON e.id = m.entry_id
LEFT JOIN billing_allocation a ON a.payment_id = m.payment_id LEFT JOIN billing_invoice i ON i.id = a.invoice_id
WHERE m.state = 'booked' GROUP BY 1
"""
CHECKS = {
    "each_entry_is_booked_once": "SELECT count(*) = count(DISTINCT payment_id) FROM billing_entrymatch WHERE state = 'booked'",
    "no_invoice_is_paid_too_much": """SELECT coalesce(bool_and(paid <= total_minor), true) FROM (SELECT sum(a.amount_minor) AS paid, i.total_minor
        FROM billing_allocation a JOIN billing_invoice i ON i.id = a.invoice_id GROUP BY i.id) AS settled""",
    "bank_in_the_books_is_what_was_booked": """SELECT coalesce((SELECT sum(e.amount_minor) FROM billing_entrymatch m
        JOIN banking_bankentry e ON e.id = m.entry_id WHERE m.state = 'booked'), 0) = coalesce((SELECT sum(p.amount_minor)
        FROM ledger_posting p JOIN ledger_account a ON a.id = p.debit_id WHERE a.code = 'bank'), 0)""",
}


def measure(payments: int) -> dict[str, Any]:
    """Match ``payments`` made payments; return the share that is certain, how many of these are wrong, and entries per second."""
    made = stream(payments, seed=SEED)
    rules = _rules(made)
    with scratch_database():
        stage = build(0)
        with scope(cluster=stage.cluster):
            _lay_out(stage, made)
            database = _database(stage, made)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"payments": payments, "rules": rules, "database": database, "peak_memory_mib": round(peak), "cpus": os.cpu_count()}


def _rules(made: Stream) -> dict[str, Any]:
    began = time.perf_counter()
    finder = Finder(made.invoices, made.payers)
    indexed = time.perf_counter() - began
    found = [propose(entry, finder) for entry in made.entries]
    seconds = time.perf_counter() - began
    sure = {one.entry_id: dict(one.parts) for one in found if one.certainty is Certainty.CERTAIN}
    return {"index_seconds": round(indexed, 2), **_figures(sure, made, seconds)}


def _figures(sure: dict[int, dict[int, int]], made: Stream, seconds: float) -> dict[str, Any]:
    wrong = [made.truth[entry][1] for entry, parts in sure.items() if parts != made.truth[entry][0]]
    asked = Counter(kind for entry, (_parts, kind) in made.truth.items() if entry not in sure)
    return {
        "seconds": round(seconds, 2), "per_second": round(len(made.entries) / seconds), "matched": len(sure),
        "matched_per_cent": round(100 * len(sure) / len(made.entries), 2), "wrong": len(wrong), "wrong_kinds": dict(Counter(wrong)),
        "left_to_a_person": dict(sorted(asked.items())),
    }  # fmt: skip


def _lay_out(stage: Stage, made: Stream) -> None:
    actor, cluster = _actor(stage), stage.cluster
    payers = [{"id": payer.id, "name": payer.names[0], "cvr": payer.cvr} for payer in made.payers]
    cvr = {payer.id: payer.cvr for payer in made.payers}
    invoices = [{"id": one.id, "cvr": cvr[one.payer_id], "net_minor": one.total_minor * 4 // 5} for one in made.invoices]
    credited = [one.number for one in made.invoices if one.is_credited]
    with connection.cursor() as cursor:
        cursor.execute(ORGANISATIONS, {"rows": json.dumps(payers)})
        cursor.execute(LISTED, {"cluster": cluster.pk})
        drafts = Select(DRAFTS, {"rows": json.dumps(invoices), "product": Product.objects.get(code="dues").pk})
        issue_invoices(cluster, drafts=drafts, issued_on=ISSUED, due_on=ISSUED + timedelta(days=30), actor=actor, at=NOON)
        asked = Select(CREDITED, {"numbers": credited})
        credit_invoices(cluster, invoices=asked, reason="Fejl", issued_on=ISSUED, actor=actor, at=NOON)
        cursor.execute(ENTRIES, {"cluster": cluster.pk, **_bank(stage), "rows": _entries(made)})
        cursor.execute("ANALYZE")


def _actor(stage: Stage) -> Actor:
    return actor_of(stage.planner, cluster=stage.cluster, at=NOON)


def _entries(made: Stream) -> str:
    said = ("id", "amount_minor", "original_currency", "reference_kind", "reference", "text", "payer_name")
    return json.dumps([{name: getattr(entry, name) for name in said} | {"booked_on": str(entry.booked_on)} for entry in made.entries])


@scopes_disabled()
def _bank(stage: Stage) -> dict[str, int]:
    account = BankAccount.objects.create(cluster=stage.cluster, identifier="DK5000400440116243", name="Drift", currency="DKK")
    facts = {"name": "bench.xml", "sha256": "0" * 64}
    stored = StoredFile.objects.create(
        cluster=stage.cluster, content_type="text/xml", size=1, blob="files/bench.xml", stored_at=NOON, **facts
    )
    file = BankFile.objects.create(cluster=stage.cluster, stored=stored, format="camt.053", state="done", received_at=NOON, **facts)
    return {"account": account.pk, "file": file.pk}


def _database(stage: Stage, made: Stream) -> dict[str, Any]:
    """First everything is proposed, nothing booked; then what is certain is booked."""
    later, actor = NOON + LATER, _actor(stage)
    began = time.perf_counter()
    proposed = match_entries(stage.cluster, is_booking=False, actor=actor, at=later)
    matching = time.perf_counter() - began
    began = time.perf_counter()
    match_entries(stage.cluster, actor=actor, at=later)
    booking = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute(BOOKED)
        numbers = {one.number: one.id for one in made.invoices}
        booked = {entry: {numbers[number]: minor for number, minor in json.loads(parts).items()} for entry, parts in cursor.fetchall()}
        checks = {}
        for name, sql in CHECKS.items():
            cursor.execute(sql)
            checks[name] = cursor.fetchone()[0]
    figures = _figures(booked, made, matching)
    return {
        **figures, "certain_when_nothing_was_booked": proposed.certain, "booking_seconds": round(booking, 2),
        "matched_and_booked_per_second": round(len(made.entries) / booking), "checks": checks,
    }  # fmt: skip
