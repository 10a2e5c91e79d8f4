"""Take from another room what members took part in there, and take back what it has corrected since."""

from datetime import datetime

from django.db import connection, transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.engagement import policies
from klynge.engagement.queries.sources import SOURCES

SAME = """(s.organisation_id, s.kind, s.happened_on, s.quantity, s.occasion, s.saved_minor)
    IS NOT DISTINCT FROM (w.organisation_id, w.kind, w.happened_on, w.quantity, w.occasion, w.saved_minor)"""
WANTED = """
CREATE TEMPORARY TABLE engagement_wanted ON COMMIT DROP AS
SELECT w.organisation_id, w.kind::text AS kind, w.happened_on, w.quantity::int AS quantity, w.occasion::bigint AS occasion,
       w.saved_minor::bigint AS saved_minor, w.source_key::text AS source_key,
       CASE WHEN EXISTS (SELECT 1 FROM directory_forgetting f WHERE f.person_id = w.person_id AND f.cluster_id = %(cluster)s AND f.lifted_at IS NULL)
            THEN NULL ELSE w.person_id END AS person_id
FROM ({query}) AS w
"""
STANDING = """
CREATE TEMPORARY TABLE engagement_standing ON COMMIT DROP AS
SELECT a.*, split_part(a.source_key, '#', 1) AS stem FROM engagement_activity a
WHERE a.cluster_id = %(cluster)s AND a.source = %(source)s AND a.reverses_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM engagement_activity r WHERE r.reverses_id = a.id)
"""
FOUND_OUT = "ANALYZE engagement_wanted, engagement_standing"
COLUMNS = "cluster_id, organisation_id, person_id, kind, happened_on, quantity, occasion, saved_minor, source, source_key, reverses_id, note, recorded_at, recorded_by"
TAKE_BACK = f"""
INSERT INTO engagement_activity ({COLUMNS})
SELECT s.cluster_id, s.organisation_id, s.person_id, s.kind, s.happened_on, -s.quantity, s.occasion, -s.saved_minor, s.source, s.source_key || '!', s.id, '', %(at)s, ''
FROM engagement_standing s WHERE NOT EXISTS (SELECT 1 FROM engagement_wanted w WHERE w.source_key = s.stem AND {SAME})
"""
# What came back after it was taken back is a new row under the same key, numbered.
ADD = f"""
INSERT INTO engagement_activity ({COLUMNS})
SELECT %(cluster)s, w.organisation_id, w.person_id, w.kind, w.happened_on, w.quantity, w.occasion, w.saved_minor, %(source)s,
       w.source_key || CASE WHEN k.times IS NULL THEN '' ELSE '#' || k.times END, NULL, '', %(at)s, ''
FROM engagement_wanted w
LEFT JOIN (SELECT split_part(source_key, '#', 1) AS stem, count(*) AS times FROM engagement_activity
           WHERE cluster_id = %(cluster)s AND source = %(source)s AND reverses_id IS NULL GROUP BY 1) k ON k.stem = w.source_key
WHERE NOT EXISTS (SELECT 1 FROM engagement_standing s WHERE s.stem = w.source_key AND {{kept}})
"""


@transaction.atomic
def gather_activities(cluster: Cluster, *, source: str, actor: Actor, at: datetime) -> tuple[int, int]:
    """Add what the source holds and is not known yet, take back what it holds no more, or holds otherwise; return how many of each.

    Set-based; doing it again changes nothing. Who is forgotten is not named. Raises: Refused; KeyError for a source that is none.
    """
    require(policies.may_compute(actor, cluster))
    given = SOURCES[source]
    query = given.query(cluster)
    facts = {**query.params, "cluster": cluster.pk, "source": source, "at": at}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"engagement.gather:{cluster.pk}:{source}"])
        cursor.execute("DROP TABLE IF EXISTS engagement_wanted, engagement_standing")
        cursor.execute(WANTED.format(query=query.sql), facts)
        cursor.execute(STANDING, facts)
        cursor.execute(FOUND_OUT)
        taken_back = 0
        if given.is_complete:
            cursor.execute(TAKE_BACK, facts)
            taken_back = cursor.rowcount
        cursor.execute(ADD.format(kept=SAME if given.is_complete else "true"), facts)
        added = cursor.rowcount
    if added or taken_back:
        record(
            actor, "engagement.activities.gathered", cluster, at=at, cluster_id=cluster.pk, source=source, added=added, reversed=taken_back
        )
    return added, taken_back
