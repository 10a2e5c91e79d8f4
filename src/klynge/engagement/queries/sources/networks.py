"""Focus networks: who came to meetings, who hosted them, who chaired."""

from __future__ import annotations

from klynge.access.models import Cluster
from klynge.core.selects import Select

# Hosting and chairing count once somebody noted who came: then the meeting was held. A chair counts for the company it came for.
MEETINGS = """
WITH held AS (
  SELECT m.id, m.network_id, m.host_id, (m.starts_at AT TIME ZONE 'Europe/Copenhagen')::date AS happened_on FROM networks_networkmeeting m
  WHERE m.cluster_id = %(cluster)s AND m.cancelled_at IS NULL AND EXISTS (SELECT 1 FROM networks_attendance a WHERE a.meeting_id = m.id)
)
SELECT a.organisation_id, a.person_id, 'met' AS kind, held.happened_on, 100 AS quantity, held.id AS occasion, 0::bigint AS saved_minor,
       'networks:attendance:' || a.id AS source_key
FROM held JOIN networks_attendance a ON a.meeting_id = held.id
UNION ALL
SELECT held.host_id, NULL::bigint, 'hosted', held.happened_on, 100, held.id, 0::bigint, 'networks:hosted:' || held.id
FROM held WHERE held.host_id IS NOT NULL
UNION ALL
SELECT a.organisation_id, a.person_id, 'chaired', held.happened_on, 100, held.id, 0::bigint, 'networks:chaired:' || a.id
FROM held JOIN networks_attendance a ON a.meeting_id = held.id
JOIN networks_officer o ON o.network_id = held.network_id AND o.person_id = a.person_id AND o.office = 'chair' AND o.during @> held.happened_on
"""


def meetings(cluster: Cluster) -> Select:
    """Return each attendance, each hosting and each chairing of a network's meeting that was held."""
    return Select(MEETINGS, {"cluster": cluster.pk})
