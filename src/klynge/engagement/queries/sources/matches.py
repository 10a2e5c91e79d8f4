"""Companies that found each other: introductions, meetings of two, and who answered another's request."""

from __future__ import annotations

from klynge.access.models import Cluster
from klynge.core.selects import Select

# both sides of each match; what came of it afterwards changes nothing of what happened
FOUND = """
WITH side AS (
  SELECT m.*, s.organisation_id FROM matchmaking_match m CROSS JOIN LATERAL (VALUES (m.first_id), (m.second_id)) AS s(organisation_id)
  WHERE m.cluster_id = %(cluster)s
)
SELECT organisation_id, NULL::bigint AS person_id, 'matched' AS kind, (introduced_at AT TIME ZONE 'Europe/Copenhagen')::date AS happened_on,
       100 AS quantity, id AS occasion, 0::bigint AS saved_minor, 'matches:introduced:' || id || ':' || organisation_id AS source_key
FROM side WHERE introduced_at IS NOT NULL
UNION ALL
SELECT organisation_id, NULL::bigint, 'one_to_one', met_on, 100, id, 0::bigint, 'matches:met:' || id || ':' || organisation_id
FROM side WHERE met_on IS NOT NULL
UNION ALL
SELECT i.organisation_id, NULL::bigint, 'answered', (m.mutual_at AT TIME ZONE 'Europe/Copenhagen')::date, 100, m.id, 0::bigint, 'matches:answered:' || i.id
FROM matchmaking_interest i JOIN matchmaking_match m ON m.id = i.match_id JOIN matchmaking_opportunity o ON o.id = i.opportunity_id
WHERE m.cluster_id = %(cluster)s AND m.mutual_at IS NOT NULL AND o.kind = 'request'
"""


def found_each_other(cluster: Cluster) -> Select:
    """Return each introduction and meeting for both companies, and each answer to a request that its owner took up."""
    return Select(FOUND, {"cluster": cluster.pk})
