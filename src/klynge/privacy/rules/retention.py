"""How long what is kept, and from which day on it may go.

Source: GDPR article 5(1)(e) (no longer than needed); bogføringsloven (2022) § 12 (five years from the end of the financial year);
the rest are our own periods, which the record of processing shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from klynge.core.clock import add_months, year_start

BOOK_YEARS = 5
INVOICES, MAILS, IMPORTS, DRAFTS, APPLICATIONS, SUBSCRIPTIONS, INVITATIONS, PEOPLE = (
    "invoices", "mails", "imports", "drafts", "applications", "subscriptions", "invitations", "people",
)  # fmt: skip
MONTHS: Mapping[str, int] = {MAILS: 60, IMPORTS: 12, DRAFTS: 1, APPLICATIONS: 12, SUBSCRIPTIONS: 24, INVITATIONS: 12, PEOPLE: 36}
RULES = (MAILS, IMPORTS, DRAFTS, APPLICATIONS, SUBSCRIPTIONS, INVITATIONS, INVOICES, PEOPLE)  # in the order in which they are done


def kept_since(rule: str, *, on: date, fiscal_month: int) -> date:
    """Return the first day whose things are still kept on the day ``on``; what is older may go. Raises: KeyError."""
    if rule == INVOICES:
        return year_start(add_months(on, -12 * BOOK_YEARS), fiscal_month)
    return add_months(on, -MONTHS[rule])


def books_kept_until(issued_on: date, *, fiscal_month: int) -> date:
    """Return the first day on which a document of the day need not be kept any more."""
    start = year_start(issued_on, fiscal_month)
    return date(start.year + 1 + BOOK_YEARS, start.month, 1)
