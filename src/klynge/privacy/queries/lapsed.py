"""Who has had nothing to do with the cluster for so long that there is no reason to know them any more."""

from __future__ import annotations

from datetime import date

from django.db import connection

from klynge.access.models import Cluster

# Known here, not forgotten, not new; and since the day: no place of work that counts, no role, no subscription, no office, no sign-in.
# A place of work counts as long as the organisation was a member, a partner or an applicant, or has come in since.
LAPSED = """
WITH known AS (
    SELECT DISTINCT a.person_id FROM directory_affiliation a JOIN directory_listing l USING (organisation_id) WHERE l.cluster_id = %(cluster)s
), counts AS (
    SELECT l.organisation_id FROM directory_listing l
    WHERE l.cluster_id = %(cluster)s AND (l.listed_at >= %(since)s
        OR EXISTS (SELECT 1 FROM membership_membership m WHERE m.organisation_id = l.organisation_id AND m.cluster_id = %(cluster)s
                   AND (upper_inf(m.during) OR upper(m.during) > %(since)s))
        OR EXISTS (SELECT 1 FROM directory_partnership p WHERE p.organisation_id = l.organisation_id AND p.cluster_id = %(cluster)s
                   AND (upper_inf(p.during) OR upper(p.during) > %(since)s))
        OR EXISTS (SELECT 1 FROM membership_application q WHERE q.organisation_id = l.organisation_id AND q.cluster_id = %(cluster)s
                   AND q.started_at >= %(since)s))
)
SELECT p.id, p.name FROM known JOIN directory_person p ON p.id = known.person_id LEFT JOIN access_user u ON u.id = p.user_id
WHERE p.created_at < %(since)s AND coalesce(u.last_login, '-infinity') < %(since)s
  AND NOT EXISTS (SELECT 1 FROM directory_forgetting f WHERE f.person_id = p.id AND f.cluster_id = %(cluster)s AND f.lifted_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM directory_affiliation a WHERE a.person_id = p.id AND a.organisation_id IN (SELECT organisation_id FROM counts)
                  AND (upper_inf(a.during) OR upper(a.during) > %(since)s))
  AND NOT EXISTS (SELECT 1 FROM directory_contactrole r WHERE r.person_id = p.id AND r.cluster_id = %(cluster)s
                  AND (upper_inf(r.during) OR upper(r.during) > %(since)s))
  AND NOT EXISTS (SELECT 1 FROM directory_subscription s WHERE s.person_id = p.id AND s.cluster_id = %(cluster)s
                  AND (s.withdrawn_at IS NULL OR s.withdrawn_at >= %(since)s))
  AND NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.user_id = p.user_id AND g.cluster_id = %(cluster)s
                  AND (g.withdrawn_at IS NULL OR g.withdrawn_at >= %(since)s))
ORDER BY p.id LIMIT %(most)s
"""


def lapsed_people(cluster: Cluster, *, since: date, most: int | None = None) -> list[tuple[int, str]]:
    """Return (id, name) of whoever has had nothing to do with the cluster since the day, by id, at most so many; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(LAPSED, {"cluster": cluster.pk, "since": since, "most": most})
        return [(int(pk), str(name)) for pk, name in cursor.fetchall()]
