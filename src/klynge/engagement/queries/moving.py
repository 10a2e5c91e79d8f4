"""Whom other weights would move: today's members by what they count as now, and what they would."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.directory.models import Organisation
from klynge.engagement.rules.weights import Weights

from .scoring import past_scores
from .weighing import weights_on

MOST_NAMED = 40


@dataclass(frozen=True, slots=True)
class Moved:
    """How many members go from which level to which, and who the first of those that move are: (organisation, from, to)."""

    counts: Counter[tuple[str, str]]
    named: list[tuple[Organisation, str, str]]

    def count(self, before: str, after: str) -> int:
        """Return how many go from the one level to the other."""
        return self.counts[before, after]

    @property
    def total(self) -> int:
        """Return how many do not stay where they are."""
        return sum(many for (before, after), many in self.counts.items() if before != after)


def moved_by(weights: Weights, cluster: Cluster, *, actor: Actor, on: date) -> Moved:
    """Score the day's members with both weights and compare; nothing is kept. Only organisations that the actor sees are named."""
    now = past_scores(cluster, weights=weights_on(cluster, on), on=on)
    then = past_scores(cluster, weights=weights, on=on)
    pairs = {pk: (score.level, then[pk].level) for pk, score in now.items() if pk in then}
    movers = [pk for pk, (before, after) in pairs.items() if before != after]
    known = Organisation.objects.visible_to(actor).filter(pk__in=sorted(movers)[:MOST_NAMED]).order_by("name")
    return Moved(Counter(pairs.values()), [(row, *pairs[row.pk]) for row in known])
