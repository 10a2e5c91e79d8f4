"""Take a transaction back, by its opposite."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.core.races import first_wins
from klynge.core.texts import say
from klynge.ledger import policies
from klynge.ledger.models import Posting, Transaction
from klynge.ledger.queries import require_open


@transaction.atomic
def reverse_transaction(booked: Transaction, *, reference: str, effective_on: date, text: str, actor: Actor, at: datetime) -> Transaction:
    """Post the opposite of a transaction and return it; the first one stays as it is.

    Raises: Refused, Invalid for a day before the transaction's own, Conflict when it is reversed already or the day is closed.
    """
    require(policies.may_post(actor, booked.cluster))
    booked = Transaction.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=booked.pk)
    if Transaction.objects.filter(reverses=booked).exists():
        raise Conflict(_("%s is reversed already.") % booked.reference)
    require_open(booked.cluster, effective_on)
    if effective_on < booked.effective_on:
        raise Invalid(_("%(reference)s is of %(day)s and can't be reversed before that.") % {"reference": booked.reference, "day": say(booked.effective_on)}, field="effective_on")  # fmt: skip

    with first_wins("transaction_reference_once", _("%s is in the books already.") % reference):
        reversal: Transaction = Transaction.objects.create(
            cluster=booked.cluster, reference=reference, effective_on=effective_on, recorded_at=at, text=text[:200], reverses=booked
        )
    Posting.objects.bulk_create(
        Posting(transaction=reversal, credit_id=old.debit_id, debit_id=old.credit_id, amount_minor=old.amount_minor, currency=old.currency)
        for old in booked.postings.all()
    )
    record(actor, "ledger.transaction.reversed", booked, at=at, by=reference)
    return reversal
