"""Say by hand what an entry of the bank pays."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.actions.book_matches import book_matches
from klynge.billing.models import EntryMatch, Invoice, MatchState
from klynge.billing.queries.deciding import already_decided
from klynge.billing.queries.settling import hold_settlements
from klynge.core.errors import Conflict, Invalid
from klynge.directory.models import Organisation


@transaction.atomic
def choose_match(match: EntryMatch, *, payer: Organisation, parts: Sequence[tuple[Invoice, int]], actor: Actor, at: datetime) -> EntryMatch:
    """Book the entry as ``payer``'s, with so many minor units for each invoice, their own or another's; the rest stays on the payer's account.

    Raises: Refused, Invalid for amounts that don't fit, Conflict when it is decided already or less is open.
    """
    require(policies.may_record_payment(actor, match.cluster))
    hold_settlements(match.cluster)
    match = EntryMatch.objects.select_for_update(of=("self",)).select_related("cluster", "entry").get(pk=match.pk)
    if match.state != MatchState.WAITING:
        raise Conflict(already_decided(match))
    _check(match, parts)

    match.payer, match.parts = payer, [[invoice.pk, minor] for invoice, minor in parts]
    match.surplus_minor = match.entry.amount_minor - sum(minor for _invoice, minor in parts)
    match.certainty, match.reasons, match.proposed_at = "certain", ["chosen"], at
    match.save(update_fields=["payer", "parts", "surplus_minor", "certainty", "reasons", "proposed_at"])
    book_matches(match.cluster, entry_ids=[match.entry_id], pays_for_another=True, actor=actor, at=at)
    match.refresh_from_db()
    record(
        actor, "billing.entry.chosen", match.entry, at=at, payer=payer.name, invoices=[invoice.number for invoice, _minor in parts],
        amount_minor=match.entry.amount_minor, surplus_minor=match.surplus_minor,
    )  # fmt: skip
    return match


def _check(match: EntryMatch, parts: Sequence[tuple[Invoice, int]]) -> None:
    if match.entry.amount_minor <= 0:
        raise Invalid(_("Money that went out pays no invoice. Set the entry aside, and say what it was for."))
    if any(minor <= 0 for _invoice, minor in parts):
        raise Invalid(_("Every amount must be above zero."), field="parts")
    if len({invoice.pk for invoice, _minor in parts}) < len(parts):
        raise Invalid(_("An invoice stands there twice. Give one amount for it."), field="parts")
    if sum(minor for _invoice, minor in parts) > match.entry.amount_minor:
        raise Invalid(_("That is more than came in. Give smaller amounts."), field="parts")
