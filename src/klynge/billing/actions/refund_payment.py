"""Pay back what of a payment settles nothing."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from stdnum import iban

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Payment, PaymentKind, Refund
from klynge.billing.queries.booked_words import REFUNDED, booked_words
from klynge.billing.queries.settling import hold_settlements, too_much, unallocated_minor
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.core.texts import say
from klynge.ledger.actions import post_transaction
from klynge.ledger.rules import chart

BARE = range(8, 15)  # digits of a Danish registration and account number


@transaction.atomic
def refund_payment(
    payment: Payment, *, to_account: str, paid_on: date, reason: str, actor: Actor, at: datetime, amount_minor: int | None = None
) -> Refund:
    """Book that what is left of the payment (or part of it) was paid back on a day. The transfer itself is made at the bank.

    ``to_account`` is an IBAN, or a Danish registration and account number.
    Raises: Refused, Invalid, Conflict when less is left or the day is closed.
    """
    cluster = payment.cluster
    require(policies.may_refund(actor, cluster))
    hold_settlements(cluster)
    account = _account(to_account)
    left = 0 if payment.kind == PaymentKind.WRITE_OFF else unallocated_minor(payment)
    amount = left if amount_minor is None else amount_minor
    _check(payment, amount, left, paid_on, reason, at)

    number = f"T-{Refund.objects.filter(cluster=cluster).count() + 1:05d}"
    entry = post_transaction(
        cluster, reference=f"refund:{number}", effective_on=paid_on, text=booked_words(cluster, REFUNDED) % number,
        moves=[(chart.BANK, chart.receivable(payment.organisation_id), amount)], actor=actor, at=at,
    )  # fmt: skip
    refund: Refund = Refund.objects.create(
        cluster=cluster, payment=payment, number=number, amount_minor=amount, currency=payment.currency, paid_on=paid_on, to_account=account,
        reason=reason.strip()[:200], made_at=at, made_by=actor.name[:120], entry=entry,
    )  # fmt: skip
    record(actor, "billing.payment.refunded", payment, at=at, number=number, amount_minor=amount, reason=refund.reason)
    return refund


def _check(payment: Payment, amount: int, left: int, paid_on: date, reason: str, at: datetime) -> None:
    if not reason.strip():
        raise Invalid(_("Say why the money is paid back."), field="reason")
    if amount <= 0 and left > 0:
        raise Invalid(_("Give an amount above zero."), field="amount")
    if amount > left or left <= 0:
        raise Conflict(too_much(payment.reference))
    if not payment.received_on <= paid_on <= day_of(at):
        raise Invalid(
            _("Money is paid back after it came in, on %s, and not on a day that is still ahead.") % say(payment.received_on),
            field="paid_on",
        )


def _account(text: str) -> str:
    """Return the account without spaces. Raises: Invalid when it can be none."""
    bare = "".join(text.replace("-", " ").split()).upper()
    if iban.is_valid(bare) or (bare.isascii() and bare.isdigit() and len(bare) in BARE):
        return bare
    raise Invalid(
        _("“%s” is neither an IBAN nor a Danish registration and account number. Write it like 9280 1234567890.") % text, field="to_account"
    )
