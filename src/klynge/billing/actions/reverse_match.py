"""Take the booking of an entry of the bank back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.actions.reverse_payment import reverse_payment
from klynge.billing.models import DecisionKind, EntryMatch, MatchDecision, MatchState
from klynge.billing.queries.settling import hold_settlements
from klynge.core.errors import Conflict


@transaction.atomic
def reverse_match(match: EntryMatch, *, reason: str, actor: Actor, at: datetime) -> MatchDecision:
    """Release what the entry's payment settles, reverse its posting, and let the entry wait for a person; it is not booked by itself again.

    Raises: Refused, Invalid without a reason, Conflict when it is not booked.
    """
    require(policies.may_allocate(actor, match.cluster))
    hold_settlements(match.cluster)
    match = EntryMatch.objects.select_for_update(of=("self",)).select_related("cluster", "entry").get(pk=match.pk)
    payment = match.payment
    if match.state != MatchState.BOOKED or payment is None:
        raise Conflict(_("This entry is not booked any more. Look at what became of it."))

    reverse_payment(payment, reason=reason, actor=actor, at=at)
    decision: MatchDecision = MatchDecision.objects.create(
        match=match, kind=DecisionKind.REVERSED, made_at=at, made_by=actor.name[:120], payment=payment, note=reason.strip()[:200]
    )
    match.state, match.payment = MatchState.WAITING, None
    match.save(update_fields=["state", "payment"])
    record(actor, "billing.entry.reversed", match.entry, at=at, reason=decision.note)
    return decision
