"""Days on which somebody of a company used the portal: the company and the day, never who.

The office does not watch who comes in when, so no person is named, and no page shows the single days.
"""

from __future__ import annotations

from klynge.access.models import Cluster
from klynge.core.selects import Select

DAYS = """
SELECT DISTINCT a.organisation_id, NULL::bigint AS person_id, 'signed_in' AS kind, d.day AS happened_on, 100 AS quantity, NULL::bigint AS occasion,
       0::bigint AS saved_minor, 'portal:' || a.organisation_id || ':' || d.day AS source_key
FROM access_signin s
JOIN directory_person p ON p.user_id = s.user_id
CROSS JOIN LATERAL (SELECT (s.at AT TIME ZONE 'Europe/Copenhagen')::date AS day) d
JOIN directory_affiliation a ON a.person_id = p.id AND a.during @> d.day
JOIN membership_membership m ON m.organisation_id = a.organisation_id AND m.cluster_id = %(cluster)s AND m.during @> d.day
"""


def sign_in_days(cluster: Cluster) -> Select:
    """Return each day of each member company on which anybody of it signed in."""
    return Select(DAYS, {"cluster": cluster.pk})
