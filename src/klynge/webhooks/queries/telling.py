"""Messages out of the audit log: set-based, each event once for each endpoint."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from klynge.webhooks.models import Endpoint
from klynge.webhooks.rules.topics import topics_of

# Events get their number before they are committed, so that a lower one may turn up later: the last ones are looked at again.
LOOK_BACK = 5_000
GATHER = """
WITH fresh AS (
    SELECT e.id, e.verb, e.subject_type, e.subject_id, e.at FROM audit_auditevent e
    WHERE e.cluster_id = %(cluster)s AND e.verb = ANY (%(topics)s) AND e.id > %(seen)s - %(back)s AND e.id > %(born)s
      AND NOT EXISTS (SELECT 1 FROM webhooks_delivery d WHERE d.endpoint_id = %(endpoint)s AND d.event = e.id)
    ORDER BY e.id LIMIT %(most)s
), made AS (
    INSERT INTO webhooks_delivery (cluster_id, endpoint_id, event, message_id, topic, payload, made_at, state, tries, next_at)
    SELECT %(cluster)s, %(endpoint)s, id, 'msg_' || replace(gen_random_uuid()::text, '-', ''), verb,
           jsonb_build_object('type', verb, 'timestamp', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'data',
                              jsonb_build_object('cluster', %(slug)s::text, 'object', subject_type, 'id', subject_id)),
           %(at)s, 'waiting', 0, %(at)s
    FROM fresh ON CONFLICT DO NOTHING RETURNING event
)
SELECT count(*), coalesce(max(event), 0) FROM made
"""


def gather_into(endpoint: Endpoint, *, at: datetime, most: int = 1_000) -> tuple[int, int]:
    """Add a message for each change since that the endpoint is to be told of; return (how many, the latest event). The endpoint's row is to be locked."""
    facts = {
        "cluster": endpoint.cluster_id, "slug": endpoint.cluster.slug, "endpoint": endpoint.pk, "topics": topics_of(endpoint.areas), "seen": endpoint.seen_event,
        "born": endpoint.born_event, "back": LOOK_BACK, "most": most, "at": at,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(GATHER, facts)
        count, latest = cursor.fetchone()
    return count, latest
