"""Ten years of dues, planned, released, issued and mostly paid; and the plan that waits for a visitor."""

from datetime import date

from django.db import connection

from klynge.billing.actions import record_payments
from klynge.core.clock import noon_of
from klynge.core.selects import Select
from klynge.membership.actions import issue_dues_batch, plan_dues, release_dues_run
from klynge.membership.models import Term

from .stage import Stage

# Everybody pays in the end, except for a few of the last two years.
PAID = """
SELECT id AS invoice_id, issued_on + (6 + id %% 40)::int AS received_on, 'bank-' || id AS reference, total_minor AS amount_minor
FROM billing_invoice WHERE cluster_id = %(cluster)s AND kind = 'invoice' AND issued_on = %(issued_on)s AND total_minor > 0
  AND NOT (issued_on >= '2026-01-01' AND id %% 17 = 3) AND NOT (issued_on >= '2025-01-01' AND id %% 61 = 7)
"""


def play(stage: Stage) -> None:
    """Bill and collect 2017 to 2026, then plan 2027."""
    for term in Term.objects.filter(cluster=stage.nordlys, during__startswith__lt=date(2027, 1, 1)).order_by("during"):
        _bill(stage, term)
    term = Term.objects.get(cluster=stage.nordlys, label="2027")
    at = noon_of(date(2026, 11, 20))
    plan_dues(term, as_of=date(2026, 11, 20), issue_on=date(2027, 1, 4), actor=stage.planner, at=at)


def _bill(stage: Stage, term: Term) -> None:
    issue_on = date(term.during.lower.year, 1, 15)
    at = noon_of(issue_on)
    run = plan_dues(term, as_of=issue_on, issue_on=issue_on, actor=stage.planner, at=at)
    release_dues_run(run, actor=stage.releaser, at=at)
    while issue_dues_batch(run, actor=stage.releaser, at=at):
        pass
    payments = Select(PAID, {"cluster": stage.nordlys.pk, "issued_on": issue_on})
    record_payments(stage.nordlys, payments=payments, actor=stage.releaser, at=noon_of(date(issue_on.year, 3, 15)))


def forget_mail() -> None:
    """Take the jobs of the past off the queue: ten years of invoices are not mailed again."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
