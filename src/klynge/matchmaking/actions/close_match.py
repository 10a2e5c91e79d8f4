"""Take a yes back, or say no to one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.directory.models import Organisation
from klynge.matchmaking import policies
from klynge.matchmaking.models import Match
from klynge.matchmaking.queries.matches import refuse_others


@transaction.atomic
def close_match(match: Match, *, organisation: Organisation, actor: Actor, at: datetime) -> Match:
    """End it for both; before both have said yes the other side is told nothing. Raises: Refused, Conflict once its outcome is known."""
    require(policies.may_offer_for(actor, match.cluster, organisation.pk))
    match = Match.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=match.pk)
    refuse_others(match, organisation)
    if match.outcome_at:
        raise Conflict(_("Its outcome is known already, so it stays."))
    if match.closed_at is None:
        match.closed_at = at
        match.save(update_fields=["closed_at"])
        record(actor, "matchmaking.match.closed", organisation, at=at, cluster_id=match.cluster_id, match=match.pk)
    return match
