"""Book an entry of the bank as it is proposed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.actions.book_matches import book_matches
from klynge.billing.models import EntryMatch, MatchState
from klynge.billing.queries.deciding import already_decided, changed_since
from klynge.billing.queries.settling import hold_settlements
from klynge.core.errors import Conflict, Invalid


@transaction.atomic
def accept_match(match: EntryMatch, *, actor: Actor, at: datetime, mark: str | None = None) -> EntryMatch:
    """Book the entry as its proposal says; ``mark`` is of the proposal that the person saw (queries.deciding.mark_of).

    Raises: Refused, Invalid when nothing is proposed, Conflict when it is decided already, looks otherwise now, or less is open.
    """
    require(policies.may_record_payment(actor, match.cluster))
    hold_settlements(match.cluster)
    match = EntryMatch.objects.select_for_update(of=("self",)).select_related("cluster", "entry").get(pk=match.pk)
    if match.state != MatchState.WAITING:
        raise Conflict(already_decided(match))
    if match.payer_id is None:
        raise Invalid(_("Nothing is proposed for this entry. Choose the payer and what is paid, or set it aside."))
    if changed_since(match, mark):
        raise Conflict(_("The proposal has changed while you looked at it, so nothing was booked. Look at the new one."))

    book_matches(match.cluster, entry_ids=[match.entry_id], actor=actor, at=at)
    match.refresh_from_db()
    record(actor, "billing.entry.accepted", match.entry, at=at, amount_minor=match.entry.amount_minor)
    return match
