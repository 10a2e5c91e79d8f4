"""Companies that looked at their facts, and found or made them right."""

from __future__ import annotations

from klynge.access.models import Cluster
from klynge.core.selects import Select

KEPT = """
SELECT c.organisation_id, NULL::bigint AS person_id, 'kept_facts' AS kind, (c.confirmed_at AT TIME ZONE 'Europe/Copenhagen')::date AS happened_on,
       100 AS quantity, NULL::bigint AS occasion, 0::bigint AS saved_minor, 'directory:check:' || c.id AS source_key
FROM directory_masterdatacheck c WHERE c.cluster_id = %(cluster)s
"""


def kept_facts(cluster: Cluster) -> Select:
    """Return each look at the facts."""
    return Select(KEPT, {"cluster": cluster.pk})
