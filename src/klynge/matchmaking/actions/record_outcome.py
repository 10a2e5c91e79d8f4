"""Note what came of two companies meeting."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict, Invalid
from klynge.directory.models import Organisation
from klynge.matchmaking import policies
from klynge.matchmaking.models import Match, Outcome, OutcomeKind
from klynge.matchmaking.queries.matches import refuse_others

MOST = 10**13  # minor units; more is a slip of the pen
FINAL = frozenset(OutcomeKind.values) - {OutcomeKind.TALKING}


@transaction.atomic
def record_outcome(
    match: Match, *, organisation: Organisation, kind: str, actor: Actor, at: datetime, value_minor: int | None = None, note: str = ""
) -> Outcome:
    """Add what one side says came of it, and what it is worth to it by its own estimate; the latest of each side counts.

    Raises: Refused; Conflict before both have said yes; Invalid.
    """
    require(policies.may_offer_for(actor, match.cluster, organisation.pk))
    match = Match.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=match.pk)
    refuse_others(match, organisation)
    if match.mutual_at is None:
        raise Conflict(_("Both have to say yes first."))
    if kind not in OutcomeKind.values:
        raise Invalid(_("Choose what came of it."), field="kind")
    if value_minor is not None and not 0 <= value_minor <= MOST:
        raise Invalid(_("Write an amount of zero or more."), field="value")
    made = Outcome.objects.create(
        match=match, organisation=organisation, kind=kind, value_minor=value_minor, note=note.strip()[:600], recorded_at=at,
        recorded_by=actor.name[:120],
    )  # fmt: skip
    if match.outcome_at is None and kind in FINAL:
        match.outcome_at = at
        match.save(update_fields=["outcome_at"])
    record(actor, "matchmaking.outcome.recorded", match, at=at, kind=kind)
    jobs.announce("matchmaking.outcome_recorded", cluster_id=match.cluster_id, match_id=match.pk)
    return made
