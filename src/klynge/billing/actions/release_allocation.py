"""Take back that a payment settles an invoice."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Allocation, PaymentKind
from klynge.billing.queries.booked_words import RELEASED, booked_words
from klynge.billing.queries.settling import hold_settlements
from klynge.core.errors import Conflict, Invalid
from klynge.ledger.actions import reverse_transaction
from klynge.ledger.models import Transaction
from klynge.ledger.queries import first_open_day


@transaction.atomic
def release_allocation(allocation: Allocation, *, reason: str, actor: Actor, at: datetime) -> Allocation:
    """Add the opposite of an allocation, as if it had never been; the money stays the payer's, and can be used again.

    Raises: Refused, Invalid without a reason, Conflict when it is released already.
    """
    cluster = allocation.payment.cluster
    require(policies.may_allocate(actor, cluster))
    if not reason.strip():
        raise Invalid(_("Say why the payment does not settle this invoice after all."), field="reason")
    hold_settlements(cluster)
    allocation = Allocation.objects.select_related("payment__cluster", "invoice", "entry__cluster").get(pk=allocation.pk)
    if allocation.reverses_id or Allocation.objects.filter(reverses=allocation).exists():
        raise Conflict(_("This is released already."))
    if allocation.payment.kind == PaymentKind.WRITE_OFF:
        raise Invalid(_("This is a loss and no payment. Take the write-off back instead."))

    release: Allocation = Allocation.objects.create(
        payment=allocation.payment, invoice=allocation.invoice, amount_minor=-allocation.amount_minor, settled_on=allocation.settled_on,
        made_at=at, reverses=allocation, reason=reason.strip()[:200], entry=_move_back(allocation, actor, at),
    )  # fmt: skip
    facts = {"invoice": allocation.invoice.number, "amount_minor": allocation.amount_minor, "reason": release.reason}
    record(actor, "billing.payment.released", allocation.payment, at=at, **facts)
    return release


def _move_back(allocation: Allocation, actor: Actor, at: datetime) -> Transaction | None:
    moved = allocation.entry
    if moved is None:
        return None
    words = booked_words(moved.cluster, RELEASED) % allocation.invoice.number
    day = first_open_day(moved.cluster, moved.effective_on)
    return reverse_transaction(moved, reference=f"release:{allocation.pk}", effective_on=day, text=words, actor=actor, at=at)
