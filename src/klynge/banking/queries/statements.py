"""Whether what came in from the bank is whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from klynge.banking.models import BankAccount, Statement

# A statement that begins with another balance than the one before it ended with leaves something out in between.
GAPS = """
SELECT s.id, s.number, s.first_on, s.last_on, s.gap_minor, coalesce(s.opening_minor - s.before_minor, 0)::bigint, f.name
FROM (SELECT *, lag(closing_minor) OVER (PARTITION BY account_id ORDER BY first_on, last_on, id) AS before_minor,
             lag(last_on) OVER (PARTITION BY account_id ORDER BY first_on, last_on, id) AS before_on
      FROM banking_statement WHERE account_id = %(account)s AND opening_minor IS NOT NULL AND closing_minor IS NOT NULL) AS s
JOIN banking_bankfile f ON f.id = s.file_id
WHERE s.gap_minor <> 0 OR (s.before_minor <> s.opening_minor AND s.before_on <= s.first_on)
ORDER BY s.first_on, s.id
"""


@dataclass(frozen=True, slots=True)
class Gap:
    """A statement that does not add up (``inside_minor``), or does not go on where the one before ended (``before_minor``); minor units."""

    statement_id: int
    number: str
    first_on: date
    last_on: date
    inside_minor: int
    before_minor: int
    file_name: str


def gaps(account: BankAccount) -> list[Gap]:
    """Return what is missing between and inside the statements of the account, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(GAPS, {"account": account.pk})
        return [Gap(*row) for row in cursor.fetchall()]


def balance_told(account: BankAccount, *, on: date) -> tuple[date, int] | None:
    """Return the last balance that the bank told up to and including the day, with its day; none when it told none."""
    found = Statement.objects.filter(account=account, last_on__lte=on, closing_minor__isnull=False).order_by("-last_on", "-id").first()
    return (found.last_on, found.closing_minor) if found else None
