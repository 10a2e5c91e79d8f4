"""Take up an entry of the bank that was set aside."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import DecisionKind, EntryMatch, MatchDecision, MatchState
from klynge.billing.queries.settling import hold_settlements
from klynge.core.errors import Conflict


@transaction.atomic
def restore_entry(match: EntryMatch, *, actor: Actor, at: datetime) -> MatchDecision:
    """Let an entry that was set aside wait for a decision again. Raises: Refused, Conflict when it is not set aside."""
    require(policies.may_record_payment(actor, match.cluster))
    hold_settlements(match.cluster)
    match = EntryMatch.objects.select_for_update(of=("self",)).select_related("cluster", "entry").get(pk=match.pk)
    if match.state != MatchState.ASIDE:
        raise Conflict(_("This entry is not set aside any more. Look at what became of it."))

    decision: MatchDecision = MatchDecision.objects.create(match=match, kind=DecisionKind.RESTORED, made_at=at, made_by=actor.name[:120])
    match.state = MatchState.WAITING
    match.save(update_fields=["state"])
    record(actor, "billing.entry.restored", match.entry, at=at)
    return decision
