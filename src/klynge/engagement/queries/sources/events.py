"""Events: who came for which company, and who had a seat and did not come."""

from __future__ import annotations

from klynge.access.models import Cluster
from klynge.core.selects import Select

# Absence counts only where somebody noted who came at all; a guest would have paid guest_minor.
SEATS = """
SELECT r.organisation_id, r.person_id, CASE WHEN a.id IS NULL THEN 'absent' ELSE 'attended' END AS kind,
       (e.starts_at AT TIME ZONE 'Europe/Copenhagen')::date AS happened_on, 100 AS quantity, e.id AS occasion,
       CASE WHEN a.id IS NULL THEN 0 ELSE greatest(r.guest_minor - r.amount_minor, 0) END AS saved_minor, 'events:registration:' || r.id AS source_key
FROM events_registration r
JOIN events_event e ON e.id = r.event_id
LEFT JOIN events_attendance a ON a.registration_id = r.id
WHERE r.cluster_id = %(cluster)s AND r.organisation_id IS NOT NULL AND r.cancelled_at IS NULL AND r.seated_at IS NOT NULL AND e.cancelled_at IS NULL
  AND (a.id IS NOT NULL OR EXISTS (
      SELECT 1 FROM events_attendance came JOIN events_registration other ON other.id = came.registration_id WHERE other.event_id = e.id))
"""


def seats(cluster: Cluster) -> Select:
    """Return each seat of a company at an event where attendance was noted, on the day of the event."""
    return Select(SEATS, {"cluster": cluster.pk})
