"""Give back what followed a merger that was undone."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.models import Merger
from klynge.matchmaking import policies
from klynge.matchmaking.models import Avoidance, FollowedMerger, Interest, Match, Opportunity, Outcome, OutcomeQuestion


@transaction.atomic
def undo_merger(merger: Merger, *, actor: Actor, at: datetime) -> None:
    """Move opportunities and matches back to the organisation that they were of; safe to run twice. Raises: Refused."""
    require(policies.may_follow_merger(actor, merger.cluster))
    followed = FollowedMerger.objects.select_for_update().filter(merger=merger, undone_at__isnull=True).first()
    if followed is None:
        return
    moved, loser, survivor = followed.moved, merger.loser_id, merger.survivor_id
    Opportunity.objects.filter(cluster=merger.cluster, pk__in=moved["opportunities"], organisation_id=survivor).update(
        organisation_id=loser
    )
    for match in Match.objects.filter(cluster=merger.cluster, pk__in=moved["matches"]):
        other = match.second_id if match.first_id == survivor else match.first_id
        first, second = sorted((loser, other))
        Match.objects.filter(pk=match.pk).update(first_id=first, second_id=second)
        for model in (Interest, Outcome, OutcomeQuestion):
            model.objects.filter(match=match, organisation_id=survivor).update(organisation_id=loser)
    Match.objects.filter(cluster=merger.cluster, pk__in=moved["closed"]).update(closed_at=None)
    Avoidance.objects.filter(cluster=merger.cluster, pk__in=moved["avoided"]).delete()
    followed.undone_at = at
    followed.save(update_fields=["undone_at"])
    record(actor, "matchmaking.merger.undone", merger.loser, at=at, cluster_id=merger.cluster_id, merger=merger.pk)
