"""Issue many invoices at once, in set-based SQL: numbers without gaps, VAT, snapshots, lines and books."""

import json
from datetime import date, datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.queries import require_may_bill_on, seller_snapshot
from klynge.billing.queries.booked_words import INVOICE, booked_words
from klynge.core import jobs
from klynge.core.errors import Invalid
from klynge.core.races import first_wins
from klynge.core.selects import Select
from klynge.ledger.actions import post_transactions

# OFFSET 0 keeps each look-up a walk down an index for the drafts at hand: a join would read the whole table again for every batch.
OPEN_SERIES = "INSERT INTO billing_invoiceseries (cluster_id, code, next_number) VALUES (%(cluster)s, %(code)s, 1) ON CONFLICT DO NOTHING"
LOCK_SERIES = "SELECT id, next_number FROM billing_invoiceseries WHERE cluster_id = %(cluster)s AND code = %(code)s FOR UPDATE"
NEXT_NUMBER = "UPDATE billing_invoiceseries SET next_number = next_number + (SELECT count(*) FROM draft) WHERE id = %(series)s"
DRAFTS = """
CREATE TEMP TABLE draft ON COMMIT DROP AS
SELECT *, %(code)s || '-' || lpad(serial::text, greatest(5, length(serial::text)), '0') AS number
FROM (
    SELECT organisation_id, source_key, language, lines,
           (%(next)s - 1 + row_number() OVER (ORDER BY organisation_id, source_key))::int AS serial
    FROM ({drafts}) AS asked
    WHERE (SELECT count(*) FROM billing_invoice i WHERE i.cluster_id = %(cluster)s AND i.source_key = asked.source_key) = 0
) AS fresh
"""
DRAFT_LINES = """
CREATE TEMP TABLE draft_line ON COMMIT DROP AS
SELECT d.serial, line.position, p.id AS product_id, p.kind, p.income_account, p.vat_treatment, p.vat_rate_bp, p.vat_reason,
       line.value ->> 'text' AS text, coalesce(line.value ->> 'note', '') AS note, (line.value ->> 'net_minor')::bigint AS net_minor
FROM draft d
CROSS JOIN LATERAL jsonb_array_elements(d.lines) WITH ORDINALITY AS line (value, position)
JOIN billing_product p ON p.cluster_id = %(cluster)s AND p.id = (line.value ->> 'product_id')::bigint
"""
# a draft without a line, or with one that found no product, would take a number and leave it empty
LOST = """
SELECT EXISTS (SELECT 1 FROM draft WHERE jsonb_array_length(lines) = 0)
    OR (SELECT coalesce(sum(jsonb_array_length(lines)), 0) FROM draft) <> (SELECT count(*) FROM draft_line)
"""
# VAT once per treatment and rate on the net sum, half-up (EN 16931, BR-CO-17); amounts are never negative here
SUBTOTALS = """
CREATE TEMP TABLE draft_vat ON COMMIT DROP AS
SELECT serial, vat_treatment, vat_rate_bp, net_minor, vat_minor,
       jsonb_build_object('treatment', vat_treatment, 'rate_bp', vat_rate_bp, 'net_minor', net_minor, 'vat_minor', vat_minor, 'reason', reason) AS subtotal
FROM (
    SELECT serial, vat_treatment, vat_rate_bp, sum(net_minor)::bigint AS net_minor,
           div(sum(net_minor) * vat_rate_bp + 5000, 10000)::bigint AS vat_minor,
           CASE WHEN vat_treatment = 'S' THEN '{}'::jsonb ELSE min(vat_reason::text)::jsonb END AS reason
    FROM draft_line GROUP BY serial, vat_treatment, vat_rate_bp
) AS sums
"""
MOVES = """
SELECT 'invoice:' || d.number AS reference, %(issued_on)s::date AS effective_on,
       format(%(words)s, d.number) AS text, NULL::bigint AS reverses_id, moved.account AS credit_code,
       'receivable:organisation:' || d.organisation_id AS debit_code, moved.amount_minor, %(currency)s AS currency
FROM draft d
JOIN (SELECT serial, income_account AS account, sum(net_minor)::bigint AS amount_minor FROM draft_line GROUP BY 1, 2
      UNION ALL SELECT serial, 'vat:payable', sum(vat_minor)::bigint FROM draft_vat GROUP BY 1) AS moved USING (serial)
WHERE moved.amount_minor > 0
"""
# The reader is the billing contact of the day, else the primary one.
INVOICES = """
INSERT INTO billing_invoice (cluster_id, kind, series_id, serial, number, organisation_id, reason, source_key, language, issued_on, due_on,
    issued_at, seller, buyer, currency, net_minor, vat_minor, total_minor, vat, payment_id, entry_id)
SELECT %(cluster)s, 'invoice', %(series)s, d.serial, d.number, d.organisation_id, '', d.source_key,
    d.language, %(issued_on)s, %(due_on)s, %(at)s, %(seller)s::jsonb,
    jsonb_build_object('name', o.name, 'cvr', o.cvr, 'street', o.street, 'postcode', o.postcode, 'town', o.town, 'country', o.country,
        'gln', o.gln, 'reference', o.buyer_reference, 'attention', coalesce(contact.name, ''), 'email', coalesce(contact.address, '')),
    %(currency)s, sums.net_minor, sums.vat_minor, sums.net_minor + sums.vat_minor, sums.vat, billing_fik_id(%(code)s, d.serial), t.id
FROM draft d
CROSS JOIN LATERAL (SELECT * FROM directory_organisation WHERE id = d.organisation_id OFFSET 0) AS o
JOIN (SELECT serial, sum(net_minor)::bigint AS net_minor, sum(vat_minor)::bigint AS vat_minor,
             jsonb_agg(subtotal ORDER BY vat_treatment DESC, vat_rate_bp DESC) AS vat FROM draft_vat GROUP BY 1) AS sums USING (serial)
LEFT JOIN LATERAL (
    SELECT id FROM ledger_transaction
    WHERE cluster_id = %(cluster)s AND reference = 'invoice:' || d.number OFFSET 0
) AS t ON true
LEFT JOIN LATERAL (
    SELECT person.name, email.address FROM directory_contactrole role
    CROSS JOIN LATERAL (SELECT id, name FROM directory_person WHERE id = role.person_id OFFSET 0) AS person
    LEFT JOIN LATERAL (SELECT address FROM directory_personemail WHERE person_id = person.id AND is_primary OFFSET 0) AS email ON true
    WHERE role.cluster_id = %(cluster)s AND role.organisation_id = d.organisation_id
      AND role.kind IN ('billing', 'primary') AND role.during @> %(issued_on)s::date
    ORDER BY role.kind LIMIT 1
) AS contact ON true
ORDER BY d.serial
RETURNING id
"""
LINES = """
INSERT INTO billing_invoiceline (invoice_id, position, product_id, text, note, net_minor, vat_treatment, vat_rate_bp)
SELECT i.id, l.position, l.product_id, l.text, l.note, l.net_minor, l.vat_treatment, l.vat_rate_bp
FROM draft_line l CROSS JOIN LATERAL (SELECT id FROM billing_invoice WHERE series_id = %(series)s AND serial = l.serial OFFSET 0) AS i
ORDER BY i.id, l.position
"""


@transaction.atomic
def issue_invoices(cluster: Cluster, *, drafts: Select, issued_on: date, due_on: date, actor: Actor, at: datetime) -> list[int]:
    """Issue one invoice per draft and return their ids in the order of their numbers.

    ``drafts`` gives columns organisation_id, source_key (once per cluster; a key that has an invoice already
    is passed over), language, and lines: jsonb ``[{"product_id", "text", "note", "net_minor"}]``.
    Raises: Refused, Conflict when another one issues the same, and Invalid when the cluster may not bill on that day, its own facts or a line's product are missing.
    """
    require(policies.may_issue(actor, cluster))
    seller = json.dumps(seller_snapshot(cluster))
    code = f"{issued_on.year}"
    params = {
        "cluster": cluster.pk,
        "code": code,
        "issued_on": issued_on,
        "due_on": due_on,
        "at": at,
        "currency": cluster.currency,
        "seller": seller,
        "words": booked_words(cluster, INVOICE),
    }
    with connection.cursor() as cursor:
        params |= _next_number(cursor, params)
        _draft(cursor, drafts, params)
        require_may_bill_on(cluster, issued_on, product_kinds=_kinds(cursor))
        post_transactions(cluster, moves=Select(MOVES, params), actor=actor, at=at)
        with first_wins(
            "invoice_source_once", _("Somebody else has invoiced one of these at the same moment, so none of them was. Try again.")
        ):
            cursor.execute(INVOICES, params)
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(LINES, params)
        cursor.execute(NEXT_NUMBER, params)
    if ids:
        numbers = {"series": code, "first": params["next"], "last": params["next"] + len(ids) - 1}
        record(actor, "billing.invoices.issued", cluster, at=at, count=len(ids), **numbers)
        jobs.announce("billing.invoices_issued", cluster_id=cluster.pk, invoice_ids=ids)
    return ids


def _next_number(cursor: CursorWrapper, params: dict[str, object]) -> dict[str, int]:
    cursor.execute(OPEN_SERIES, params)
    cursor.execute(LOCK_SERIES, params)
    series, following = cursor.fetchone()
    return {"series": series, "next": following}


def _draft(cursor: CursorWrapper, drafts: Select, params: dict[str, object]) -> None:
    cursor.execute("DROP TABLE IF EXISTS draft, draft_line, draft_vat")
    cursor.execute(DRAFTS.format(drafts=drafts.sql), params | drafts.params)
    cursor.execute("ANALYZE draft")
    cursor.execute(DRAFT_LINES, params)
    cursor.execute("ANALYZE draft_line")
    cursor.execute(LOST)
    if cursor.fetchone()[0]:
        raise Invalid(_("Every invoice needs at least one line, and each line a product of this cluster."), field="lines")
    cursor.execute(SUBTOTALS, params)
    cursor.execute("ANALYZE draft_vat")


def _kinds(cursor: CursorWrapper) -> set[str]:
    cursor.execute("SELECT DISTINCT kind FROM draft_line")
    return {row[0] for row in cursor.fetchall()}
