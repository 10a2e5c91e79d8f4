"""On which days a run's invoices are issued and due."""

from datetime import date, timedelta


def dates_of(planned_on: date, due_on: date, *, released_on: date, payment_days: int) -> tuple[date, date]:
    """Return the days of issue and payment: as planned, but never before the release, and never with less time to pay than agreed."""
    issue_on = max(planned_on, released_on)
    return issue_on, max(due_on, issue_on + timedelta(days=payment_days))
