"""Issue the next batch of a released run: invoices and frozen periods, in one transaction of set-based SQL."""

from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing.actions import issue_invoices
from klynge.billing.models import ProductKind
from klynge.billing.queries import require_may_bill_on
from klynge.core.errors import Conflict
from klynge.core.selects import Select
from klynge.membership import policies
from klynge.membership.models import DuesRun

BATCH_SIZE = 4_000
# One issuer per term at a time, whatever the runs are (next year's too, which late joiners pay at once); a membership that is billed,
# ended or moved meanwhile is passed over.
# OFFSET 0 keeps each look-up a walk down an index for the rows of this batch: a join would read the whole table again for every batch.
ALONE = "SELECT pg_advisory_xact_lock(%(lock)s, %(term)s)"
DUES_LOCK = 5117
BATCH = """
CREATE TEMP TABLE dues_batch ON COMMIT DROP AS
SELECT l.id, l.membership_id, l.organisation_id, l.assessment_id, l.next_assessment_id, l.declaration_id, l.net_minor, m.during,
       'dues:' || %(term)s || ':' || l.membership_id || ':' || period.charged AS source_key,
       coalesce(reader.language, %(locale)s) AS language, l.state = 'charge' AS is_charged,
       m.during && %(during)s::daterange AND period.live = 0
       AND (l.next_assessment_id IS NULL OR (m.during && %(next_during)s::daterange AND following.live = 0)) AS is_due
FROM (SELECT * FROM membership_duesline WHERE run_id = %(run)s AND id > %(through)s AND state IN ('charge', 'waive') ORDER BY id LIMIT %(size)s) l
CROSS JOIN LATERAL (SELECT during FROM membership_membership WHERE id = l.membership_id OFFSET 0) AS m
CROSS JOIN LATERAL (
    SELECT count(*) AS charged, count(*) FILTER (WHERE freed_at IS NULL) AS live
    FROM membership_membershipperiod WHERE membership_id = l.membership_id AND term_id = %(term)s
) AS period
CROSS JOIN LATERAL (
    SELECT count(*) AS live FROM membership_membershipperiod
    WHERE l.next_assessment_id IS NOT NULL AND membership_id = l.membership_id AND term_id = %(next_term)s AND freed_at IS NULL
) AS following
LEFT JOIN LATERAL (
    SELECT person.language FROM directory_contactrole role
    CROSS JOIN LATERAL (SELECT language FROM directory_person WHERE id = role.person_id OFFSET 0) AS person
    WHERE role.cluster_id = %(cluster)s AND role.organisation_id = l.organisation_id
      AND role.kind IN ('billing', 'primary') AND role.during @> %(issue_on)s::date
    ORDER BY role.kind LIMIT 1
) AS reader ON true
"""
# The lines of an invoice are worded once per assessment and language, then joined to the members who share them.
WORDED = """
CREATE TEMP TABLE dues_worded ON COMMIT DROP AS
SELECT used.id, used.language, jsonb_agg(jsonb_build_object(
    'product_id', coalesce((part.value ->> 'product_id')::bigint, %(product)s),
    'text', left(coalesce(nullif(part.value -> 'label' ->> used.language, ''), part.value -> 'label' ->> 'da', '') || ' ' || used.term, 300),
    'note', CASE WHEN part.position = 1 THEN left((SELECT string_agg(word, ' ') FROM jsonb_array_elements_text(a.words -> used.language) word), 500)
            ELSE '' END,
    'net_minor', (part.value ->> 'net_minor')::bigint) ORDER BY part.position) AS lines
FROM (SELECT assessment_id AS id, language, %(this_label)s AS term FROM dues_batch WHERE is_due AND is_charged
      UNION SELECT next_assessment_id, language, %(next_label)s FROM dues_batch WHERE is_due AND is_charged AND next_assessment_id IS NOT NULL) AS used
JOIN membership_assessment a USING (id)
CROSS JOIN LATERAL jsonb_array_elements(a.lines) WITH ORDINALITY AS part (value, position)
GROUP BY used.id, used.language
"""
DRAFTS = """
SELECT b.organisation_id, b.source_key, b.language, this.lines || coalesce(next.lines, '[]'::jsonb) AS lines
FROM dues_batch b
JOIN dues_worded this ON this.id = b.assessment_id AND this.language = b.language
LEFT JOIN dues_worded next ON next.id = b.next_assessment_id AND next.language = b.language
WHERE b.is_due AND b.is_charged
"""
PERIODS = """
INSERT INTO membership_membershipperiod (cluster_id, membership_id, term_id, during, assessment_id, declaration_id, band_id, net_minor,
                                         currency, invoice_id, run_id, charged_at)
SELECT %(cluster)s, b.membership_id, t.id, b.during * t.during, a.id, b.declaration_id, a.band_id, a.net_minor, %(currency)s, i.id, %(run)s, %(at)s
FROM dues_batch b
CROSS JOIN LATERAL (VALUES (%(term)s, b.assessment_id), (%(next_term)s, b.next_assessment_id)) AS owed (term_id, assessment_id)
JOIN membership_term t ON t.id = owed.term_id
JOIN membership_assessment a ON a.id = owed.assessment_id
LEFT JOIN LATERAL (SELECT id FROM billing_invoice WHERE cluster_id = %(cluster)s AND source_key = b.source_key OFFSET 0) AS i ON true
WHERE b.is_due AND (i.id IS NOT NULL OR NOT b.is_charged)
ORDER BY b.id
"""


@transaction.atomic
def issue_dues_batch(run: DuesRun, *, actor: Actor, at: datetime, size: int = BATCH_SIZE) -> bool:
    """Issue the next ``size`` lines of the run; return whether more are left. Safe to repeat, and to be killed anywhere.

    Raises: Refused, Conflict when the run is not released, and whatever stands in the way of invoicing that day.
    """
    require(policies.may_release_dues(actor, run.cluster))
    with connection.cursor() as cursor:
        for term in sorted({run.term_id, run.next_term_id or run.term_id}):
            cursor.execute(ALONE, {"lock": DUES_LOCK, "term": term})
        run = DuesRun.objects.select_for_update(of=("self",)).select_related("cluster", "term", "next_term", "schedule").get(pk=run.pk)
        if not hasattr(run, "release"):
            raise Conflict(_("This run has not been released yet."))
        if run.finished_at:
            return False
        require_may_bill_on(run.cluster, run.issue_on, product_kinds={ProductKind.DUES})
        params = _params(run, size, at)
        _gather(cursor, params)
        issue_invoices(run.cluster, drafts=Select(DRAFTS), issued_on=run.issue_on, due_on=run.due_on, actor=actor, at=at)
        cursor.execute(PERIODS, params)
        billed = cursor.rowcount
        cursor.execute("SELECT coalesce(max(id), %(through)s), count(*) FROM dues_batch", params)
        run.issued_through, dealt_with = cursor.fetchone()
        has_more = _has_more(cursor, run)
    if not has_more:
        run.finished_at = at
    run.save(update_fields=["issued_through", "finished_at"])
    record(actor, "membership.dues_run.issued", run, at=at, periods=billed, lines=dealt_with)
    return has_more


def _params(run: DuesRun, size: int, at: datetime) -> dict[str, object]:
    return {
        "run": run.pk, "cluster": run.cluster_id, "term": run.term_id, "next_term": run.next_term_id, "during": run.term.during, "size": size,
        "through": run.issued_through, "issue_on": run.issue_on, "locale": run.cluster.locale, "product": run.schedule.product_id,
        "currency": run.cluster.currency, "at": at, "this_label": run.term.label, "next_label": run.next_term.label if run.next_term else "",
        "next_during": run.next_term.during if run.next_term else None,
    }  # fmt: skip


def _gather(cursor: CursorWrapper, params: dict[str, object]) -> None:
    cursor.execute("DROP TABLE IF EXISTS dues_batch, dues_worded")
    cursor.execute(BATCH, params)
    cursor.execute("ANALYZE dues_batch")
    cursor.execute(WORDED, params)
    cursor.execute("ANALYZE dues_worded")


def _has_more(cursor: CursorWrapper, run: DuesRun) -> bool:
    cursor.execute(
        "SELECT EXISTS (SELECT 1 FROM membership_duesline WHERE run_id = %s AND id > %s AND state IN ('charge', 'waive'))",
        [run.pk, run.issued_through],
    )
    return bool(cursor.fetchone()[0])
