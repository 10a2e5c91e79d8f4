"""Membership years: a whole year from the first of a month."""

from datetime import date

from klynge.core.clock import add_months


def term_end(starts_on: date) -> date:
    """Return the first day after the membership year that starts on the day."""
    return add_months(starts_on, 12)


def term_label(starts_on: date) -> str:
    """Name a membership year: "2027", or "2026/27" when it runs over New Year."""
    if starts_on.month == 1:
        return str(starts_on.year)
    return f"{starts_on.year}/{(starts_on.year + 1) % 100:02}"
