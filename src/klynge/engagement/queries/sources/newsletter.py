"""Companies whose people get the newsletter: it counts nothing, but who does nothing else is known by it."""

from __future__ import annotations

from klynge.access.models import Cluster
from klynge.core.selects import Select

# Whoever reads at work is found by the place of work, others by the domain of the address.
RECEIVED = """
SELECT o.organisation_id, s.person_id, 'received' AS kind, (s.consented_at AT TIME ZONE 'Europe/Copenhagen')::date AS happened_on, 100 AS quantity,
       NULL::bigint AS occasion, 0::bigint AS saved_minor, 'newsletter:subscription:' || s.id AS source_key
FROM directory_subscription s, LATERAL (
    SELECT coalesce(
        (SELECT a.organisation_id FROM directory_affiliation a WHERE a.person_id = s.person_id
         AND a.during @> (s.consented_at AT TIME ZONE 'Europe/Copenhagen')::date ORDER BY a.is_primary DESC, a.id LIMIT 1),
        (SELECT d.id FROM directory_organisation d JOIN directory_listing l ON l.organisation_id = d.id AND l.cluster_id = s.cluster_id
         WHERE d.email_domain <> '' AND d.email_domain = lower(split_part(s.address, '@', 2)) ORDER BY d.id LIMIT 1)) AS organisation_id) o
WHERE s.cluster_id = %(cluster)s AND s.withdrawn_at IS NULL AND o.organisation_id IS NOT NULL
"""


def received(cluster: Cluster) -> Select:
    """Return each subscription that runs, on the day on which it was asked for."""
    return Select(RECEIVED, {"cluster": cluster.pk})
