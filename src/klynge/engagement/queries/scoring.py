"""Scores of many members at once, in the database: the arithmetic of rules.scoring, whole numbers all the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from klynge.access.models import Cluster
from klynge.core.selects import Select
from klynge.engagement.rules.weights import MOST_CONTACTS, Weights

# Whoever went up in a member lends it what it did before: `own` follows the mergers that hold on the day, as far as they go.
SCORES = """
WITH RECURSIVE member AS (
    SELECT m.organisation_id AS member_id FROM membership_membership m
    WHERE m.cluster_id = %(cluster)s AND m.during @> %(day)s::date AND m.organisation_id > %(above)s AND m.organisation_id <= %(upto)s
), own AS (
    SELECT member_id, member_id AS organisation_id FROM member
    UNION
    SELECT own.member_id, g.loser_id FROM own JOIN directory_merger g ON g.survivor_id = own.organisation_id
    WHERE g.cluster_id = %(cluster)s AND g.reversed_at IS NULL AND g.effective_on <= %(day)s
), contact AS (
    SELECT own.member_id, count(DISTINCT a.person_id) AS contacts FROM own JOIN directory_affiliation a USING (organisation_id)
    WHERE a.during @> %(day)s::date GROUP BY own.member_id
), weight AS (
    SELECT * FROM jsonb_to_recordset(%(weights)s::jsonb) AS w(kind text, axis text, points bigint, cap bigint)
), decay AS (
    SELECT %(day)s::date - (n - 1)::int AS happened_on, factor FROM unnest(%(decays)s::bigint[]) WITH ORDINALITY AS d(factor, n)
), kinds AS (
    SELECT own.member_id, a.kind, sum(a.quantity * d.factor)::bigint AS weighed, sum(a.quantity)::bigint AS quantity, count(*) AS times,
           count(DISTINCT a.person_id) AS people, count(DISTINCT a.occasion) AS occasions, max(a.happened_on) AS last_on
    FROM own JOIN engagement_activity a ON a.organisation_id = own.organisation_id AND a.cluster_id = %(cluster)s
    JOIN decay d ON d.happened_on = a.happened_on
    WHERE a.happened_on <= %(day)s AND a.happened_on > %(oldest)s AND a.reverses_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM engagement_activity r WHERE r.reverses_id = a.id)
    GROUP BY own.member_id, a.kind
), part AS (
    SELECT k.member_id, k.kind, w.axis, w.points, k.times, k.people, k.occasions, k.last_on, (k.quantity * w.points + 50) / 100 AS full_points,
           least((k.weighed * w.points + 50000000) / 100000000, w.cap) AS counted
    FROM kinds k JOIN weight w USING (kind)
), summed AS (
    SELECT member.member_id, coalesce(max(c.contacts), 0) AS contacts,
           coalesce(sum(p.counted) FILTER (WHERE p.axis = 'contributes'), 0)::bigint AS given,
           coalesce(sum(p.counted) FILTER (WHERE p.axis = 'benefits'), 0)::bigint AS taken,
           max(p.last_on) FILTER (WHERE p.points > 0) AS last_on,
           coalesce(jsonb_agg(jsonb_build_object(
               'kind', p.kind, 'axis', p.axis, 'times', p.times, 'people', p.people, 'occasions', p.occasions, 'full', p.full_points,
               'counted', p.counted, 'last_on', p.last_on) ORDER BY p.counted DESC, p.kind COLLATE "C") FILTER (WHERE p.kind IS NOT NULL), '[]') AS parts
    FROM member LEFT JOIN contact c USING (member_id) LEFT JOIN part p USING (member_id)
    GROUP BY member.member_id
), scaled AS (
    SELECT member_id, contacts, parts, last_on,
           least(%(contributes_cap)s, (given * f.factor + 500000) / 1000000) AS contributes,
           least(%(benefits_cap)s, (taken * f.factor + 500000) / 1000000) AS benefits
    FROM summed, LATERAL (SELECT (%(factors)s::bigint[])[least(greatest(contacts, 1), %(most_contacts)s)] AS factor) f
)
SELECT member_id AS organisation_id, contributes, benefits, contacts, parts, last_on,
       CASE WHEN contributes + benefits < %(passive_below)s THEN 'passive'
            WHEN least(contributes, benefits) >= %(engaged_from)s THEN 'engaged'
            WHEN contributes < %(contributor_from)s THEN 'recipient' ELSE 'participant' END AS level
FROM scaled
"""
BOUNDS = ("contributes_cap", "benefits_cap", "passive_below", "contributor_from", "engaged_from")
EVERYBODY = (0, 2**62)


@dataclass(frozen=True, slots=True)
class PastScore:
    """Where a member stood on a day, worked out but not kept; points in hundredths."""

    contributes: int
    benefits: int
    level: str


def scores_select(cluster: Cluster, *, weights: Weights, on: date, between: tuple[int, int] = EVERYBODY) -> Select:
    """Return a query of organisation_id, contributes, benefits, contacts, parts, last_on, level: the members of the day with ids above, up to."""
    rows = "[" + ",".join(_weight(kind, each) for kind, each in weights.kinds.items()) + "]"
    params: dict[str, Any] = {
        "cluster": cluster.pk, "day": on, "above": between[0], "upto": between[1], "weights": rows, "decays": list(weights.decays),
        "oldest": on - timedelta(days=len(weights.decays)), "most_contacts": MOST_CONTACTS,
        "factors": [weights.size_factor(count) for count in range(1, MOST_CONTACTS + 1)],
        **{name: getattr(weights, name) for name in BOUNDS},
    }  # fmt: skip
    return Select(SCORES, params)


def past_scores(cluster: Cluster, *, weights: Weights, on: date) -> dict[int, PastScore]:
    """Return where each member of a day stood then, by organisation, with the given weights; nothing is kept."""
    select = scores_select(cluster, weights=weights, on=on)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT organisation_id, contributes, benefits, level FROM ({select.sql}) AS scored", select.params)
        return {row[0]: PastScore(*row[1:]) for row in cursor.fetchall()}


def _weight(kind: str, each: Any) -> str:
    cap = "null" if each.cap is None else each.cap
    return f'{{"kind":"{kind}","axis":"{each.axis}","points":{each.points},"cap":{cap}}}'
