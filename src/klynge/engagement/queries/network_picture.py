"""Who met whom through what: ties between members out of what they took part in together, set-based, and what the graph of them tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from klynge.access.models import Cluster
from klynge.directory.models import Organisation
from klynge.engagement.rules.graph import betweenness, clustering, components, density, graph_of
from klynge.membership.models import Membership

WAYS = ("events", "networks", "introductions", "meeting_days", "programmes")
MOST_STEPS = 20_000_000  # nodes times ties: some ten seconds
LARGEST = 25  # companies: whoever was in a larger crowd has not met the others
# Occasions with their companies; those of a meeting day are its meetings in the version that held last, introductions those that led on.
TIES = """
WITH member AS (
  SELECT DISTINCT organisation_id FROM membership_membership WHERE cluster_id = %(cluster)s AND during @> %(member_on)s::date
), act AS (
  SELECT CASE a.source WHEN 'matches' THEN 'introductions' ELSE a.source END AS way, a.occasion, a.organisation_id
  FROM engagement_activity a
  WHERE a.cluster_id = %(cluster)s AND a.happened_on >= %(first)s AND a.happened_on < %(end)s AND a.occasion IS NOT NULL AND a.reverses_id IS NULL
    AND (a.source, a.kind) IN (('events', 'attended'), ('networks', 'met'), ('matches', 'matched'), ('matches', 'one_to_one'), ('programmes', 'joined'))
    AND NOT EXISTS (SELECT 1 FROM engagement_activity r WHERE r.reverses_id = a.id)
  UNION
  SELECT 'meeting_days', m.id, p.organisation_id
  FROM meetings_plannedmeeting m
  JOIN meetings_participant p ON p.id IN (m.one_id, m.other_id)
  JOIN meetings_meetingday d ON d.id = p.day_id
  WHERE d.cluster_id = %(cluster)s AND d.held_on >= %(first)s AND d.held_on < %(end)s AND m.slot_id IS NOT NULL
    AND m.plan_id = (SELECT pub.plan_id FROM meetings_publication pub JOIN meetings_meetingplan pl ON pl.id = pub.plan_id
                     WHERE pl.day_id = d.id ORDER BY pub.id DESC LIMIT 1)
), sized AS (
  SELECT way, occasion, organisation_id, count(*) OVER (PARTITION BY way, occasion) AS size
  FROM act JOIN member USING (organisation_id) WHERE way = ANY (%(ways)s)
)
SELECT one.organisation_id, other.organisation_id, one.way, count(*)
FROM sized one JOIN sized other ON other.way = one.way AND other.occasion = one.occasion AND other.organisation_id > one.organisation_id
WHERE one.size <= %(largest)s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Node:
    """One member in the network; betweenness and clustering from 0 to 1, ``part`` numbered from 0, the largest first."""

    organisation: Organisation
    partners: int
    times: int
    betweenness: float
    clustering: float
    part: int
    ways: dict[str, int]  # how many partners through what


@dataclass(frozen=True, slots=True)
class Picture:
    """Members between two days; ``ties`` by pair, each with how often through what."""

    first: date
    end: date
    nodes: list[Node]  # the most partners first
    ties: dict[tuple[int, int], dict[str, int]]
    parts: list[list[int]]
    density: float
    is_brokered: bool  # False: too large to follow every way

    @property
    def isolated(self) -> list[Node]:
        """Members who met nobody, by name."""
        return sorted((node for node in self.nodes if not node.partners), key=lambda node: node.organisation.name)

    @property
    def brokers(self) -> list[Node]:
        """Members over whom others reach each other, the most needed first."""
        return sorted((node for node in self.nodes if node.betweenness > 0), key=lambda node: (-node.betweenness, node.organisation.pk))[
            :10
        ]


def network_picture(cluster: Cluster, *, first: date, end: date, ways: Sequence[str] = WAYS, on: date) -> Picture:
    """Return who of the members of the day ``on`` met whom, from ``first`` until before ``end``. Three statements, whatever the size."""
    ties: dict[tuple[int, int], dict[str, int]] = {}
    with connection.cursor() as cursor:
        facts = {"cluster": cluster.pk, "first": first, "end": end, "ways": list(ways), "member_on": on, "largest": LARGEST}
        cursor.execute(TIES, facts)
        for one, other, way, times in cursor.fetchall():
            ties.setdefault((one, other), {})[way] = times
    members = Membership.objects.filter(cluster=cluster).active_on(on).values("organisation")
    organisations = list(Organisation.objects.filter(pk__in=members).order_by("name", "pk"))
    graph = graph_of([each.pk for each in organisations], ties)
    parts = components(graph)
    is_brokered = sum(1 for others in graph.values() if others) * len(ties) <= MOST_STEPS
    return Picture(first, end, _nodes(organisations, graph, parts, ties, is_brokered=is_brokered), ties, parts, density(graph), is_brokered)


def _nodes(
    organisations: list[Organisation],
    graph: Mapping[int, set[int]],
    parts: list[list[int]],
    ties: dict[tuple[int, int], dict[str, int]],
    *,
    is_brokered: bool,
) -> list[Node]:
    tied = {node: others for node, others in graph.items() if others}  # who met nobody lies on nobody's way
    scale = (len(tied) - 1) * (len(tied) - 2) / max((len(graph) - 1) * (len(graph) - 2), 1)
    between, clustered = betweenness(tied) if is_brokered else {}, clustering(tied)
    part_of = {node: number for number, part in enumerate(parts) for node in part}
    times: dict[int, int] = {}
    ways: dict[int, dict[str, int]] = {}
    for pair, through in ties.items():
        for node in pair:
            times[node] = times.get(node, 0) + sum(through.values())
            for way in through:
                kinds = ways.setdefault(node, {})
                kinds[way] = kinds.get(way, 0) + 1
    found = [
        Node(each, len(graph[each.pk]), times.get(each.pk, 0), between.get(each.pk, 0.0) * scale, clustered.get(each.pk, 0.0), part_of[each.pk], ways.get(each.pk, {}))
        for each in organisations
    ]  # fmt: skip
    return sorted(found, key=lambda node: (-node.partners, -node.times, node.organisation.name, node.organisation.pk))
