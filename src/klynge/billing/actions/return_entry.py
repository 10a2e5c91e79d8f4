"""Follow the bank when it takes an entry back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.actions.reverse_match import reverse_match
from klynge.billing.actions.set_aside_entry import set_aside_entry
from klynge.billing.models import AsideReason, EntryMatch, MatchState
from klynge.billing.queries.deciding import already_decided
from klynge.billing.queries.settling import hold_settlements
from klynge.core.errors import Conflict, Invalid
from klynge.core.texts import say


@transaction.atomic
def return_entry(match: EntryMatch, *, actor: Actor, at: datetime) -> EntryMatch:
    """Reverse what was booked for the entry that the bank takes back with this one, and set both aside: together they are nothing.

    Returns the match of the entry taken back. Raises: Refused, Invalid when none is known, Conflict when one of them is decided otherwise.
    """
    require(policies.may_allocate(actor, match.cluster))
    hold_settlements(match.cluster)
    match = EntryMatch.objects.select_for_update(of=("self",)).select_related("cluster", "entry").get(pk=match.pk)
    if match.state != MatchState.WAITING:
        raise Conflict(already_decided(match))
    taken = EntryMatch.objects.filter(entry=match.takes_back_id or 0).select_related("cluster", "entry").first()
    if taken is None or taken.entry.amount_minor != -match.entry.amount_minor:
        raise Invalid(_("It is not known which entry the bank takes back with this one. Reverse that one's booking, then set both aside."))

    why = _("Taken back by the bank on %s") % say(match.entry.booked_on)
    if taken.state == MatchState.BOOKED:
        reverse_match(taken, reason=why, actor=actor, at=at)
    if taken.state != MatchState.ASIDE:
        set_aside_entry(taken, reason=AsideReason.RETURNED, note=why, actor=actor, at=at)
    set_aside_entry(match, reason=AsideReason.RETURNED, actor=actor, at=at)
    record(actor, "billing.entry.returned", taken.entry, at=at, amount_minor=taken.entry.amount_minor)
    return taken
