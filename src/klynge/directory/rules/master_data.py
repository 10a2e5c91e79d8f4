"""The yearly look at an organisation's own facts: are they still right?"""

from __future__ import annotations

from datetime import date

from klynge.core.clock import add_months

MONTHS = 12
OWN_FACTS = ("trading_name", "street", "postcode", "town", "website", "phone", "gln", "buyer_reference")  # what it may change itself


def is_due(*, confirmed_on: date | None, known_since: date, on: date) -> bool:
    """Say whether the facts want a look: a year after the last, or after the organisation came in (a gap of months, not of days)."""
    return add_months(confirmed_on or known_since, MONTHS) <= on
