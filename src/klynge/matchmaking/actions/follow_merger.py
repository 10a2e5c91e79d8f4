"""Let opportunities and matches follow the merger of their organisations."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.models import Merger
from klynge.matchmaking import policies
from klynge.matchmaking.models import Avoidance, FollowedMerger, Intent, Interest, Match, Opportunity, Outcome, OutcomeQuestion, Suggestion
from klynge.matchmaking.queries.matches import open_match


@transaction.atomic
def follow_merger(merger: Merger, *, actor: Actor, at: datetime) -> FollowedMerger:
    """Give the survivor what the loser offered and found; safe to run twice. What would be doubled stays where it is, closed.

    Raises: Refused.
    """
    require(policies.may_follow_merger(actor, merger.cluster))
    merger = Merger.objects.select_for_update(of=("self",)).select_related("cluster", "survivor", "loser").get(pk=merger.pk)
    if done := FollowedMerger.objects.filter(merger=merger).first():
        return done
    cluster, loser, survivor = merger.cluster, merger.loser_id, merger.survivor_id
    opportunities = Opportunity.objects.filter(cluster=cluster, organisation_id=loser)
    moved: dict[str, Any] = {"opportunities": list(opportunities.values_list("pk", flat=True)), "matches": [], "closed": []}
    opportunities.update(organisation_id=survivor)
    for match in Match.objects.filter(cluster=cluster).of_either(loser):
        _move(match, loser, survivor, moved, at)
    Suggestion.objects.filter(cluster=cluster, organisation_id=loser).delete()
    Suggestion.objects.filter(cluster=cluster, other_id=loser).delete()
    Intent.objects.filter(cluster=cluster, organisation_id=loser).delete()
    moved["avoided"] = _take_over_avoidances(merger)
    followed = FollowedMerger.objects.create(cluster=cluster, merger=merger, moved=moved, followed_at=at)
    record(actor, "matchmaking.merger.followed", merger.survivor, at=at, cluster_id=cluster.pk, merger=merger.pk)
    return followed


def _move(match: Match, loser: int, survivor: int, moved: dict[str, Any], at: datetime) -> None:
    other = match.second_id if match.first_id == loser else match.first_id
    is_doubled = match.closed_at is None and open_match(match.cluster, survivor, other) is not None
    if other == survivor or is_doubled:
        if match.closed_at is None:
            moved["closed"].append(match.pk)
            Match.objects.filter(pk=match.pk).update(closed_at=at)
        return
    first, second = sorted((survivor, other))
    Match.objects.filter(pk=match.pk).update(first_id=first, second_id=second)
    for model in (Interest, Outcome, OutcomeQuestion):
        model.objects.filter(match=match, organisation_id=loser).update(organisation_id=survivor)
    moved["matches"].append(match.pk)


def _take_over_avoidances(merger: Merger) -> list[int]:
    """Whoever blocked or was blocked by the loser stays apart from the survivor too."""
    made = []
    for said in Avoidance.objects.filter(Q(organisation_id=merger.loser_id) | Q(other_id=merger.loser_id), cluster=merger.cluster):
        one = merger.survivor_id if said.organisation_id == merger.loser_id else said.organisation_id
        other = merger.survivor_id if said.other_id == merger.loser_id else said.other_id
        if one != other:
            row, is_new = Avoidance.objects.get_or_create(
                cluster=merger.cluster, organisation_id=one, other_id=other,
                defaults={"is_blocked": said.is_blocked, "said_at": said.said_at},
            )  # fmt: skip
            made += [row.pk] if is_new else []
    return made
