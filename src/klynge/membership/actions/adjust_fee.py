"""Agree on another fee with one member."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.core.ranges import span
from klynge.membership import policies
from klynge.membership.models import Membership, PersonalAdjustment
from klynge.membership.queries.admission import refuse_closed


@transaction.atomic
def adjust_fee(
    membership: Membership, *, reason: str, from_on: date, actor: Actor, at: datetime, until_on: date | None = None,
    percent_bp: int | None = None, amount_minor: int | None = None, fixed_minor: int | None = None,
) -> PersonalAdjustment:  # fmt: skip
    """Approve one change of the fee for the terms that start from ``from_on`` to before ``until_on``; billed terms stay as they are.

    Exactly one of basis points (-5000 halves), minor units added (negative is a discount), or a fixed fee. Whoever approves it does not
    work at the member. Raises: Refused, Invalid, TermClosed.
    """
    require(policies.may_adjust_fee(actor, membership))
    membership = Membership.objects.select_for_update(of=("self",)).select_related("cluster", "organisation").get(pk=membership.pk)
    amounts = {"percent_bp": percent_bp, "amount_minor": amount_minor, "fixed_minor": fixed_minor}
    _refuse_amounts({name: value for name, value in amounts.items() if value is not None})
    if not reason.strip():
        raise Invalid(_("Say why this member pays another fee; it is printed in the explanation of the amount."), field="reason")
    if until_on is not None and until_on <= from_on:
        raise Invalid(_("The adjustment has to end after it begins."), field="until_on")
    refuse_closed(membership.cluster, from_on=from_on, field="from_on")

    adjustment = PersonalAdjustment.objects.create(
        membership=membership, reason=reason.strip(), during=span(from_on, until_on), approved_by=actor.name, approved_at=at, **amounts
    )
    facts = {name: value for name, value in amounts.items() if value is not None} | {
        "reason": reason.strip(),
        "from_on": from_on.isoformat(),
    }
    record(actor, "membership.adjustment.granted", membership.organisation, at=at, cluster_id=membership.cluster_id, **facts)
    return adjustment


def _refuse_amounts(given: dict[str, int]) -> None:
    if len(given) != 1:
        raise Invalid(_("Give one of a percentage, an amount, or a fixed fee."), field="percent_bp")
    ((name, value),) = given.items()
    if name == "percent_bp" and not -10_000 <= value <= 100_000:
        raise Invalid(_("A percentage lies between -100 (free) and 1000."), field=name)
    if name == "fixed_minor" and value < 0:
        raise Invalid(_("A fixed fee can't be negative."), field=name)
    if abs(value) > 100_000_000_00:
        raise Invalid(_("That is more than any member pays. Correct the amount."), field=name)
