"""Book one transaction."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.core.races import first_wins
from klynge.ledger import policies
from klynge.ledger.models import Account, Posting, Transaction
from klynge.ledger.queries import require_open
from klynge.ledger.rules import chart

Move = tuple[str, str, int]  # from which account, to which account, how much in minor units


@transaction.atomic
def post_transaction(
    cluster: Cluster, *, reference: str, effective_on: date, text: str, moves: Sequence[Move], actor: Actor, at: datetime
) -> Transaction:
    """Post the moves ``(credit code, debit code, minor units)`` as one transaction, opening accounts that are missing.

    Raises: Refused, Invalid for an amount that is not positive, Conflict when the reference is booked already or the day is closed.
    """
    require(policies.may_post(actor, cluster))
    if not moves or any(amount <= 0 for _credit, _debit, amount in moves):
        raise Invalid(_("A transaction needs at least one amount, and every amount must be above zero."))
    require_open(cluster, effective_on)
    if Transaction.objects.filter(cluster=cluster, reference=reference).exists():
        raise Conflict(_("%s is in the books already.") % reference)

    accounts = _accounts(cluster, {code for credit, debit, _amount in moves for code in (credit, debit)})
    with first_wins("transaction_reference_once", _("%s is in the books already.") % reference):
        booked: Transaction = Transaction.objects.create(
            cluster=cluster, reference=reference, effective_on=effective_on, recorded_at=at, text=text[:200]
        )
    Posting.objects.bulk_create(
        Posting(transaction=booked, credit=accounts[credit], debit=accounts[debit], amount_minor=amount, currency=cluster.currency)
        for credit, debit, amount in moves
    )
    record(actor, "ledger.transaction.posted", booked, at=at)
    return booked


def _accounts(cluster: Cluster, codes: set[str]) -> dict[str, Account]:
    wanted = [Account(cluster=cluster, code=code, kind=chart.kind_of(code), name=chart.names_of(code)) for code in sorted(codes)]
    Account.objects.bulk_create(wanted, ignore_conflicts=True)
    return {account.code: account for account in Account.objects.filter(cluster=cluster, code__in=codes)}
