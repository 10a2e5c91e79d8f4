"""Say that an entry of the bank is none of what members owe."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import AsideReason, DecisionKind, EntryMatch, MatchDecision, MatchState
from klynge.billing.queries.deciding import already_decided
from klynge.billing.queries.settling import hold_settlements
from klynge.core.errors import Conflict, Invalid


@transaction.atomic
def set_aside_entry(match: EntryMatch, *, reason: str, actor: Actor, at: datetime, note: str = "") -> MatchDecision:
    """Set the entry aside with a reason (an AsideReason); nothing is booked for it here, and the reconciliation report counts it.

    Raises: Refused, Invalid without a reason, or a note when the reason is another, Conflict when it is decided already.
    """
    require(policies.may_record_payment(actor, match.cluster))
    hold_settlements(match.cluster)
    match = EntryMatch.objects.select_for_update(of=("self",)).select_related("cluster", "entry").get(pk=match.pk)
    if match.state != MatchState.WAITING:
        raise Conflict(already_decided(match))
    if reason not in AsideReason.values:
        raise Invalid(_("Say what the money was for."), field="reason")
    if reason == AsideReason.OTHER and not note.strip():
        raise Invalid(_("Write what it was for."), field="note")

    decision: MatchDecision = MatchDecision.objects.create(
        match=match, kind=DecisionKind.ASIDE, made_at=at, made_by=actor.name[:120], aside_reason=reason, note=note.strip()[:200]
    )
    match.state = MatchState.ASIDE
    match.save(update_fields=["state"])
    record(actor, "billing.entry.set_aside", match.entry, at=at, reason=reason, note=decision.note)
    return decision
