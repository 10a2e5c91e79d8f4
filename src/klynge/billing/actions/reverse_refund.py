"""Take back that money was paid back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Refund, RefundReversal
from klynge.billing.queries.booked_words import REFUND_REVERSED, booked_words
from klynge.billing.queries.settling import hold_settlements
from klynge.core.errors import Conflict, Invalid
from klynge.ledger.actions import reverse_transaction
from klynge.ledger.queries import first_open_day


@transaction.atomic
def reverse_refund(refund: Refund, *, reason: str, actor: Actor, at: datetime) -> RefundReversal:
    """Let the money be the payer's again, on account, and reverse the posting on its day or the first open one after it.

    Raises: Refused, Invalid without a reason, Conflict when it is taken back already.
    """
    cluster = refund.cluster
    require(policies.may_refund(actor, cluster))
    if not reason.strip():
        raise Invalid(_("Say why this is taken back."), field="reason")
    hold_settlements(cluster)
    if RefundReversal.objects.filter(refund=refund).exists():
        raise Conflict(_("The refund %s is taken back already.") % refund.number)

    entry = reverse_transaction(
        refund.entry, reference=f"refund_reversal:{refund.number}", effective_on=first_open_day(cluster, refund.entry.effective_on),
        text=booked_words(cluster, REFUND_REVERSED) % refund.number, actor=actor, at=at,
    )  # fmt: skip
    reversal: RefundReversal = RefundReversal.objects.create(refund=refund, reversed_at=at, reason=reason.strip()[:200], entry=entry)
    record(actor, "billing.refund.reversed", refund, at=at, amount_minor=refund.amount_minor, reason=reversal.reason)
    return reversal
