"""What one file says as a sum and another one in parts is the same money."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Sum

from klynge.banking.models import BankAccount, BankEntry
from klynge.banking.rules.lines import Line


def already_told(account: BankAccount, lines: Sequence[Line]) -> set[str]:
    """Return the bank's references of what is known in the other shape: parts whose sum is here, and sums whose parts are here.

    A notification (camt.054) brings the parts of what the statement (camt.053) may show as one sum; whichever comes first is kept.
    """
    batches = {line.batch for line in lines if line.batch}
    sums = BankEntry.objects.filter(account=account, bank_reference__in=batches, batch="").values_list("bank_reference", flat=True)
    singles = {line.bank_reference: line.amount_minor for line in lines if line.bank_reference and not line.batch}
    parts = BankEntry.objects.filter(account=account, batch__in=singles).order_by().values_list("batch").annotate(minor=Sum("amount_minor"))
    return set(sums) | {batch for batch, minor in parts if singles[batch] == minor}
