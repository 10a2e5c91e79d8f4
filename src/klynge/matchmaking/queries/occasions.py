"""Who did what together: one query for each room that knows, for the prior of behaviour and for reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from klynge.access.models import Cluster
from klynge.matchmaking.rules.history import History, history_of
from klynge.matchmaking.rules.portraits import Portrait
from klynge.networks.models import Network

# each yields organisation_id, occasion (a key that is the same for all who were there), happened_on; %(cluster)s is the cluster
MET = """
SELECT unnest(ARRAY[m.first_id, m.second_id]) AS organisation_id, 'match:' || m.id AS occasion, m.met_on AS happened_on
FROM matchmaking_match m WHERE m.cluster_id = %(cluster)s AND m.met_on IS NOT NULL
"""
ATTENDED = """
SELECT DISTINCT r.organisation_id, 'event:' || e.id AS occasion, (e.starts_at AT TIME ZONE 'Europe/Copenhagen')::date AS happened_on
FROM events_attendance a JOIN events_registration r ON r.id = a.registration_id JOIN events_event e ON e.id = r.event_id
WHERE a.cluster_id = %(cluster)s AND r.organisation_id IS NOT NULL
"""
# of each meeting day the version published last, without those who did not come
SAT_TOGETHER = """
SELECT p.organisation_id, 'meeting:' || m.id AS occasion, d.held_on AS happened_on
FROM meetings_meetingday d
JOIN LATERAL (SELECT b.plan_id FROM meetings_publication b JOIN meetings_meetingplan l ON l.id = b.plan_id WHERE l.day_id = d.id ORDER BY b.id DESC LIMIT 1) last ON true
JOIN meetings_plannedmeeting m ON m.plan_id = last.plan_id AND m.slot_id IS NOT NULL
JOIN meetings_participant p ON p.id IN (m.one_id, m.other_id)
WHERE d.cluster_id = %(cluster)s AND NOT EXISTS (SELECT 1 FROM meetings_noshow n WHERE n.participant_id IN (m.one_id, m.other_id))
"""
SAT_IN_NETWORK = """
SELECT DISTINCT a.organisation_id, 'network:' || m.network_id || ':' || m.id AS occasion, (m.starts_at AT TIME ZONE 'Europe/Copenhagen')::date AS happened_on
FROM networks_attendance a JOIN networks_networkmeeting m ON m.id = a.meeting_id
WHERE a.cluster_id = %(cluster)s AND m.cancelled_at IS NULL
"""
SOURCES: Mapping[str, str] = {"matches": MET, "events": ATTENDED, "meetings": SAT_TOGETHER, "networks": SAT_IN_NETWORK}


@dataclass(frozen=True, slots=True)
class Together:
    """The members' history, which occasions each was at, and what the networks are called: {"12": {"da", "en"}}."""

    history: History
    occasions: Mapping[int, frozenset[str]]
    networks: Mapping[str, Mapping[str, str]]


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
    networks = {str(pk): name for pk, name in Network.objects.filter(cluster=cluster).values_list("pk", "name")}
    return Together(history, {key: frozenset(found) for key, found in attended.items()}, networks)
