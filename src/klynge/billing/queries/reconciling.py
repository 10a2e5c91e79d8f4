"""The books beside the bank: what stands in one and not in the other, on any day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from klynge.access.models import Cluster
from klynge.banking.models import BankAccount
from klynge.banking.queries import accounts
from klynge.ledger.queries import balance

MOST_LISTED = 200
# What the bank told last, what it told first, and the entries around these.
TOLD = """
SELECT a.id, first.opening_minor, last.last_on, last.closing_minor,
       coalesce((SELECT sum(e.amount_minor) FROM banking_bankentry e WHERE e.account_id = a.id AND e.booked_on <= last.last_on), 0)::bigint,
       coalesce((SELECT sum(e.amount_minor) FROM banking_bankentry e WHERE e.account_id = a.id AND e.booked_on <= %(day)s
                 AND (last.last_on IS NULL OR e.booked_on > last.last_on)), 0)::bigint
FROM banking_bankaccount a
LEFT JOIN LATERAL (SELECT opening_minor FROM banking_statement s WHERE s.account_id = a.id AND s.opening_minor IS NOT NULL AND s.last_on <= %(day)s
                   ORDER BY s.first_on, s.id LIMIT 1) AS first ON true
LEFT JOIN LATERAL (SELECT last_on, closing_minor FROM banking_statement s WHERE s.account_id = a.id AND s.closing_minor IS NOT NULL
                   AND s.last_on <= %(day)s ORDER BY s.last_on DESC, s.id DESC LIMIT 1) AS last ON true
WHERE a.id = ANY(%(accounts)s)
"""
# Entries up to the day whose money is not in the books by then; what is set aside says why.
UNBOOKED = """
SELECT CASE WHEN m.state = 'booked' THEN 'later' ELSE coalesce(m.state, 'unread') END AS state, coalesce(decided.aside_reason, '') AS reason,
       count(*), sum(e.amount_minor)::bigint
FROM banking_bankentry e
LEFT JOIN billing_entrymatch m ON m.entry_id = e.id
LEFT JOIN billing_payment p ON p.id = m.payment_id
LEFT JOIN ledger_transaction t ON t.id = p.entry_id
LEFT JOIN LATERAL (SELECT d.aside_reason FROM billing_matchdecision d WHERE d.match_id = m.id AND m.state = 'aside' ORDER BY d.id DESC LIMIT 1)
    AS decided ON true
WHERE e.account_id = ANY(%(accounts)s) AND e.booked_on <= %(day)s AND NOT (coalesce(m.state, '') = 'booked' AND t.effective_on <= %(day)s)
GROUP BY 1, 2 ORDER BY 1 DESC, 4 DESC
"""
# Postings on the account up to the day that no entry of the bank stands behind; what was reversed by then is nothing.
UNBACKED = """
SELECT t.effective_on, t.reference, t.text, CASE WHEN d.code = %(code)s THEN p.amount_minor ELSE -p.amount_minor END AS minor,
       count(*) OVER (), sum(CASE WHEN d.code = %(code)s THEN p.amount_minor ELSE -p.amount_minor END) OVER ()::bigint
FROM ledger_posting p
JOIN ledger_transaction t ON t.id = p.transaction_id
JOIN ledger_account d ON d.id = p.debit_id
JOIN ledger_account c ON c.id = p.credit_id
WHERE t.cluster_id = %(cluster)s AND t.effective_on <= %(day)s AND %(code)s IN (d.code, c.code)
  AND NOT EXISTS (SELECT 1 FROM billing_payment paid JOIN billing_entrymatch m ON m.payment_id = paid.id AND m.state = 'booked'
                  JOIN banking_bankentry e ON e.id = m.entry_id WHERE paid.entry_id = t.id AND e.account_id = ANY(%(accounts)s))
  AND NOT EXISTS (SELECT 1 FROM ledger_transaction r WHERE r.reverses_id = t.id AND r.effective_on <= %(day)s)
  AND NOT EXISTS (SELECT 1 FROM ledger_transaction o WHERE o.id = t.reverses_id AND o.effective_on <= %(day)s)
ORDER BY t.effective_on DESC, t.id DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What the bank says of one account: its last balance, and what its entries add up to since."""

    account: BankAccount
    opening_minor: int  # before the first statement; 0 when the bank told none
    told_on: date | None
    told_minor: int
    entries_minor: int  # up to the day of the last balance
    since_minor: int  # after it, up to the day

    @property
    def minor(self) -> int:
        """What stands at the bank on the day."""
        return (self.told_minor if self.told_on else self.opening_minor + self.entries_minor) + self.since_minor

    @property
    def missing_minor(self) -> int:
        """What the balances say and the entries do not: statements that never came in."""
        return self.told_minor - self.opening_minor - self.entries_minor if self.told_on else 0


@dataclass(frozen=True, slots=True)
class Unbooked:
    """Entries of the bank that are not in the books: ``state`` is unread, waiting, aside (with its reason) or later (booked on a later day)."""

    state: str
    reason: str
    count: int
    minor: int


@dataclass(frozen=True, slots=True)
class Unbacked:
    """A posting that no entry of the bank stands behind."""

    on: date
    reference: str
    text: str
    minor: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One account of the books and the bank accounts that it mirrors, at the end of a day; amounts in minor units."""

    code: str
    currency: str
    on: date
    booked_minor: int
    told: tuple[Told, ...]
    unbooked: tuple[Unbooked, ...]
    unbacked: tuple[Unbacked, ...]  # the last MOST_LISTED
    unbacked_count: int
    unbacked_minor: int

    @property
    def opening_minor(self) -> int:
        """What stood at the bank before its first statement."""
        return sum(one.opening_minor for one in self.told)

    @property
    def unbooked_minor(self) -> int:
        """What the bank has and the books have not."""
        return sum(one.minor for one in self.unbooked)

    @property
    def unbacked_less_minor(self) -> int:
        """What comes off the books' balance for what the bank has not."""
        return -self.unbacked_minor

    @property
    def expected_minor(self) -> int:
        """What should stand at the bank, by the books and all that explains a difference."""
        return self.booked_minor + self.opening_minor + self.unbooked_minor - self.unbacked_minor

    @property
    def told_minor(self) -> int:
        """What does stand there."""
        return sum(one.minor for one in self.told)

    @property
    def difference_minor(self) -> int:
        """What nothing explains: more (above zero) or less at the bank than expected."""
        return self.told_minor - self.expected_minor

    @property
    def is_equal(self) -> bool:
        """Bank and books say the same, with nothing to explain."""
        return self.told_minor == self.booked_minor and not self.difference_minor


def reconciliations(cluster: Cluster, *, on: date) -> list[Reconciliation]:
    """Return each account of the books that mirrors bank accounts, beside what the bank says at the end of the day; the first code first.

    Only accounts in the currency of the books: others cannot be booked. Source: bogføringsloven section 7 (afstemning).
    """
    mirrored: defaultdict[str, list[BankAccount]] = defaultdict(list)
    for account in accounts(cluster).filter(currency=cluster.currency):
        mirrored[account.ledger_code].append(account)
    return [_reconciled(cluster, code, mirrored[code], on) for code in sorted(mirrored)]


def _reconciled(cluster: Cluster, code: str, behind: list[BankAccount], on: date) -> Reconciliation:
    params = {"cluster": cluster.pk, "code": code, "accounts": [one.pk for one in behind], "day": on, "most": MOST_LISTED}
    told = {row[0]: row[1:] for row in _rows(TOLD, params)}
    unbacked = _rows(UNBACKED, params)
    return Reconciliation(
        code=code,
        currency=cluster.currency,
        on=on,
        booked_minor=balance(cluster, code, on=on),
        told=tuple(
            Told(one, opening or 0, day, closing or 0, entries, since)
            for one, (opening, day, closing, entries, since) in _paired(behind, told)
        ),
        unbooked=tuple(Unbooked(*row) for row in _rows(UNBOOKED, params)),
        unbacked=tuple(Unbacked(*row[:4]) for row in unbacked),
        unbacked_count=unbacked[0][4] if unbacked else 0,
        unbacked_minor=unbacked[0][5] if unbacked else 0,
    )


def _paired(behind: list[BankAccount], told: dict[int, tuple[Any, ...]]) -> Iterable[tuple[BankAccount, tuple[Any, ...]]]:
    return [(one, told[one.pk]) for one in behind]


def _rows(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
