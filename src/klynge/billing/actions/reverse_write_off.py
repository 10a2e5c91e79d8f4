"""Take back that an invoice was given up."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.actions.reverse_payment import reverse_payment
from klynge.billing.models import PaymentReversal, WriteOff


@transaction.atomic
def reverse_write_off(write_off: WriteOff, *, reason: str, actor: Actor, at: datetime) -> PaymentReversal:
    """Let the amount be owed again, and reverse its posting. Raises: Refused, Invalid without a reason, Conflict when it is taken back already."""
    cluster = write_off.payment.cluster
    require(policies.may_write_off(actor, cluster))
    reversal: PaymentReversal = reverse_payment(write_off.payment, reason=reason, actor=actor, at=at)
    facts = {"amount_minor": write_off.payment.amount_minor, "reason": reversal.reason}
    record(actor, "billing.write_off.reversed", write_off.invoice, at=at, **facts)
    return reversal
