"""Programmes: who takes part, and the hours that were signed."""

from __future__ import annotations

from klynge.access.models import Cluster
from klynge.core.selects import Select

# Hours that were reversed are left out with their reversal.
WORKED = """
SELECT p.organisation_id, NULL::bigint AS person_id, 'joined' AS kind, (p.confirmed_at AT TIME ZONE 'Europe/Copenhagen')::date AS happened_on, 100 AS quantity,
       p.programme_id AS occasion, 0::bigint AS saved_minor, 'programmes:seat:' || p.id AS source_key
FROM programmes_participation p WHERE p.cluster_id = %(cluster)s
UNION ALL
SELECT p.organisation_id, h.person_id, 'hours', h.worked_on, greatest(round(h.minutes / 0.6)::int, 1), p.programme_id, 0::bigint, 'programmes:hours:' || h.id
FROM programmes_hours h JOIN programmes_participation p ON p.id = h.participation_id
WHERE h.cluster_id = %(cluster)s AND h.signed_at IS NOT NULL AND h.reverses_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM programmes_hours r WHERE r.reverses_id = h.id)
"""


def worked(cluster: Cluster) -> Select:
    """Return each seat and each signed entry of hours, in hundredths of hours."""
    return Select(WORKED, {"cluster": cluster.pk})
