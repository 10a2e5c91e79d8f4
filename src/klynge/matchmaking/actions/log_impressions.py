"""Keep which suggestions were on somebody's screen, and where they stood."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.core.clock import day_of
from klynge.matchmaking import policies
from klynge.matchmaking.models import Impression, Suggestion


@transaction.atomic
def log_impressions(cluster: Cluster, *, shown: Sequence[Suggestion], actor: Actor, at: datetime) -> int:
    """Add a row for each once a day, and return how many there were; all of one company. Raises: Refused."""
    if not shown:
        return 0
    require(policies.may_offer_for(actor, cluster, shown[0].organisation_id))
    rows = [
        Impression(
            cluster=cluster, organisation_id=each.organisation_id, other_id=each.other_id, question=each.question, position=each.position,
            shown_on=day_of(at),
        )
        for each in shown if each.organisation_id == shown[0].organisation_id
    ]  # fmt: skip
    Impression.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
