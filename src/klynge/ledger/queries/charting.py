"""The chart of accounts of a cluster: families of accounts, each under one number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from klynge.access.models import Cluster
from klynge.ledger.models import ChartNumber
from klynge.ledger.rules import chart

from .balances import trial_balance


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A family of accounts with its number, how many accounts it holds, and its balance in minor units."""

    number: str
    family: str
    kind: str
    name: dict[str, str]
    accounts: int
    debit_minor: int
    credit_minor: int

    @property
    def balance_minor(self) -> int:
        """Positive where the family usually stands."""
        return chart.signed(self.kind, debits=self.debit_minor, credits=self.credit_minor)


def chart_numbers(cluster: Cluster) -> dict[str, str]:
    """Return {family: number} of every family; the cluster's own number where it gave one, else the usual one."""
    return {**chart.NUMBERS, **dict(ChartNumber.objects.filter(cluster=cluster).values_list("family", "number"))}


def chart_lines(cluster: Cluster, *, on: date | None = None) -> list[ChartLine]:
    """Return every family with its turnover up to and including the day, by number."""
    numbers = chart_numbers(cluster)
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for account in trial_balance(cluster, on=on):
        total = sums[chart.family_of(account.code)]
        total[0] += 1
        total[1] += account.debit_minor
        total[2] += account.credit_minor
    lines = [
        ChartLine(number, family, chart.kind_of(family), chart.names_of(family), *sums.get(family, [0, 0, 0]))
        for family, number in numbers.items()
    ]
    return sorted(lines, key=lambda line: (line.number, line.family))
