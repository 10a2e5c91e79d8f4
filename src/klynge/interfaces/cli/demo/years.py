"""Ten years of dues, planned, released, issued and mostly paid; and the plan that waits for a visitor."""

from datetime import date, timedelta

from django.db import connection

from klynge.billing.actions import issue_credit_note, record_payments
from klynge.billing.models import Invoice
from klynge.core.clock import noon_of
from klynge.core.selects import Select
from klynge.membership.actions import issue_dues_batch, plan_dues, release_dues_run
from klynge.membership.models import Term

from .stage import Stage

# Most pay in time and some late; who is to be excluded for it does not pay the last year, and of the last two years a few are open or paid in part.
PAID = """
SELECT i.id AS invoice_id, i.issued_on + (6 + i.id %% 60)::int AS received_on, 'bank-' || i.id AS reference,
       CASE WHEN i.issued_on >= '2025-01-01' AND i.id %% 53 = 11 THEN i.total_minor / 2 ELSE i.total_minor END AS amount_minor
FROM billing_invoice i
WHERE i.cluster_id = %(cluster)s AND i.kind = 'invoice' AND i.issued_on = %(issued_on)s AND i.total_minor > 0
  AND NOT (i.issued_on >= '2026-01-01' AND i.id %% 17 = 3) AND NOT (i.issued_on >= '2025-01-01' AND i.id %% 61 = 7)
  AND NOT EXISTS (SELECT 1 FROM membership_membership m JOIN membership_ending e ON e.membership_id = m.id
                  WHERE m.organisation_id = i.organisation_id AND e.reason = 'non_payment' AND upper(m.during) <= i.issued_on + 366)
"""
JOINED_BY = (9, 1)  # the month and day of the run for those who joined during the year


def play(stage: Stage) -> None:
    """Bill and collect 2017 to 2026, then plan 2027."""
    for term in Term.objects.filter(cluster=stage.nordlys, during__startswith__lt=date(2027, 1, 1)).order_by("during"):
        _bill(stage, term)
    term = Term.objects.get(cluster=stage.nordlys, label="2027")
    at = noon_of(date(2026, 11, 20))
    plan_dues(term, as_of=date(2026, 11, 20), issue_on=date(2027, 1, 4), actor=stage.planner, at=at)


def _bill(stage: Stage, term: Term) -> None:
    """Bill everybody in January, and those who joined since in September, by the quarters that are left."""
    year = term.during.lower.year
    for issue_on in (date(year, 1, 15), date(year, *JOINED_BY)):
        at = noon_of(issue_on)
        run = plan_dues(term, as_of=issue_on, issue_on=issue_on, actor=stage.planner, at=at)
        release_dues_run(run, actor=stage.releaser, at=at)
        while issue_dues_batch(run, actor=stage.releaser, at=at):
            pass
        payments = Select(PAID, {"cluster": stage.nordlys.pk, "issued_on": issue_on})
        record_payments(stage.nordlys, payments=payments, actor=stage.releaser, at=noon_of(issue_on + timedelta(days=70)))
    _credit_one(stage, year)


def _credit_one(stage: Stage, year: int) -> None:
    """Take one invoice of 2025 back: its member had given a wrong size."""
    if year != 2025:
        return
    invoice = Invoice.objects.filter(cluster=stage.nordlys, issued_on=date(2025, 1, 15), allocations=None).order_by("id").first()
    if invoice:
        day = date(2025, 4, 2)
        issue_credit_note(invoice, reason="Forkert antal ansatte", issued_on=day, actor=stage.releaser, at=noon_of(day))


def forget_mail(stage: Stage) -> None:
    """Take the demo's own jobs off the queue: ten years of invoices are not mailed again."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo' AND (args ->> 'cluster_id')::bigint = %s", [stage.nordlys.pk])
