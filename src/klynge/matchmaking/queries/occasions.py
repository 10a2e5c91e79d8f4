"""Who did what together: one query for each room that knows, for the prior of behaviour and for reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from klynge.access.models import Cluster
from klynge.matchmaking.rules.history import History, history_of
from klynge.matchmaking.rules.portraits import Portrait

# each yields organisation_id, occasion (a key that is the same for all who were there), happened_on; %(cluster)s is the cluster
MET = """
SELECT unnest(ARRAY[m.first_id, m.second_id]) AS organisation_id, 'match:' || m.id AS occasion, m.met_on AS happened_on
FROM matchmaking_match m WHERE m.cluster_id = %(cluster)s AND m.met_on IS NOT NULL
"""
SOURCES: Mapping[str, str] = {"matches": MET}


@dataclass(frozen=True, slots=True)
class Together:
    """The members' history, and which occasions each was at."""

    history: History
    occasions: Mapping[int, frozenset[str]]


def together(cluster: Cluster, portraits: Sequence[Portrait], *, on: date) -> Together:
    """Return what the members did together up to the day."""
    number = {portrait.key: place for place, portrait in enumerate(portraits)}
    places: dict[str, int] = {}
    pairs, years, attended = [], [], {}
    with connection.cursor() as cursor:
        for select in SOURCES.values():
            cursor.execute(select, {"cluster": cluster.pk})
            for organisation, occasion, happened_on in cursor.fetchall():
                if organisation not in number or happened_on > on:
                    continue
                if occasion not in places:
                    places[occasion] = len(places)
                    years.append((on - happened_on).days / 365.25)
                pairs.append((number[organisation], places[occasion]))
                attended.setdefault(organisation, set()).add(occasion)
    history = history_of(
        pairs, companies=len(portraits), years_ago=years, topics=[[] for _year in years], groups=[portrait.group for portrait in portraits]
    )
    return Together(history, {key: frozenset(found) for key, found in attended.items()})
