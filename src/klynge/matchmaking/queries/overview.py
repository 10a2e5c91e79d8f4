"""Figures about how members find each other, for the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from klynge.access.models import Cluster
from klynge.directory.models import Organisation
from klynge.matchmaking.models import Computation, Impression, Opportunity, OpportunityKind, Suggestion


@dataclass(frozen=True, slots=True)
class Figures:
    """How much is open, who is suggested, and how evenly; ``most_shown`` are names with how many lists they stand in."""

    open_offers: int
    open_requests: int
    open_ideas: int
    computation: Computation | None
    suggested_pairs: int
    seen: int
    most_shown: list[tuple[str, int]]


def figures(cluster: Cluster, *, on: date, since: datetime) -> Figures:
    """Return the figures of the day; pairs are counted once for both directions and questions, impressions since the moment."""
    kinds = dict(Opportunity.objects.filter(cluster=cluster).open_on(on).order_by().values_list("kind").annotate(Count("pk")))
    suggestions = Suggestion.objects.filter(cluster=cluster)
    pairs = {tuple(sorted(pair)) for pair in suggestions.order_by().values_list("organisation_id", "other_id")}
    counts = list(suggestions.order_by().values_list("other_id").annotate(lists=Count("pk")).order_by("-lists", "other_id")[:8])
    names = dict(Organisation.objects.filter(pk__in=[pk for pk, _count in counts]).values_list("pk", "name"))
    shown = Impression.objects.filter(cluster=cluster, shown_on__gte=since.date()).count()
    return Figures(
        open_offers=kinds.get(OpportunityKind.OFFER, 0),
        open_requests=kinds.get(OpportunityKind.REQUEST, 0),
        open_ideas=kinds.get(OpportunityKind.IDEA, 0),
        computation=Computation.objects.filter(cluster=cluster).first(),
        suggested_pairs=len(pairs),
        seen=shown,
        most_shown=[(names[pk], count) for pk, count in counts],
    )
