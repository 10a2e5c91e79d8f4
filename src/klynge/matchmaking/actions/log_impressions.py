"""Keep which suggestions were on somebody's screen, and where they stood."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.core.clock import day_of
from klynge.directory.models import Organisation
from klynge.matchmaking import policies
from klynge.matchmaking.models import Impression, Suggestion


@transaction.atomic
def log_impressions(organisation: Organisation, *, cluster: Cluster, shown: Sequence[Suggestion], actor: Actor, at: datetime) -> int:
    """Add a row for each that is suggested to the company, once a day, and return how many there were. Raises: Refused."""
    require(policies.may_offer_for(actor, cluster, organisation.pk))
    rows = [
        Impression(
            cluster=cluster, organisation=organisation, other_id=each.other_id, question=each.question, position=each.position,
            shown_on=day_of(at),
        )
        for each in shown if each.organisation_id == organisation.pk
    ]  # fmt: skip
    Impression.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
