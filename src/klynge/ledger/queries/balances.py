"""What stands in the books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from klynge.access.models import Cluster
from klynge.ledger.models import Account, Posting
from klynge.ledger.rules import chart


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """One account with its turnover and balance in minor units; the balance is positive where the account usually stands."""

    code: str
    kind: str
    name: dict[str, str]
    debit_minor: int
    credit_minor: int

    @property
    def balance_minor(self) -> int:
        """Debits less credits for what one has and spends, credits less debits for what one owes and earns."""
        return chart.signed(self.kind, debits=self.debit_minor, credits=self.credit_minor)


def balance(cluster: Cluster, code: str, *, on: date | None = None) -> int:
    """Return the account's balance in minor units at the end of the day (default: of all that is booked); 0 when there is no such account."""
    found = trial_balance(cluster, on=on, codes=[code])
    return found[0].balance_minor if found else 0


def trial_balance(cluster: Cluster, *, on: date | None = None, codes: list[str] | None = None) -> list[AccountBalance]:
    """Return every account (or those with the codes) with its turnover up to and including the day, by code."""
    accounts = Account.objects.filter(cluster=cluster).order_by("code")
    if codes is not None:
        accounts = accounts.filter(code__in=codes)
    debit, credit = _turnover("debit", cluster, on, codes), _turnover("credit", cluster, on, codes)
    return [
        AccountBalance(
            account.code, account.kind, account.name or chart.names_of(account.code), debit.get(account.pk, 0), credit.get(account.pk, 0)
        )
        for account in accounts
    ]


def _turnover(side: str, cluster: Cluster, on: date | None, codes: list[str] | None) -> dict[int, int]:
    wanted = Q(transaction__cluster=cluster) & (Q(transaction__effective_on__lte=on) if on else Q())
    if codes is not None:
        wanted &= Q(**{f"{side}__code__in": codes, f"{side}__cluster": cluster})
    rows = Posting.objects.filter(wanted).order_by().values_list(f"{side}_id").annotate(total=Coalesce(Sum(F("amount_minor")), 0))
    return dict(rows)
