"""Blot out of the log what it says about somebody who is to be forgotten."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit import policies
from klynge.core.texts import pattern_of

from .record_event import record

MARK = "[…]"
# Addresses and numbers are somebody's wherever they stand; a name only where the event is about the person, or by the person.
HITS = """
CREATE TEMPORARY TABLE audit_blotted ON COMMIT DROP AS
SELECT e.id, audit_content(e) AS before, e.actor_name, e.subject_label, e.details::text AS details,
       (e.subject_type, e.subject_id) IN (SELECT * FROM unnest(%(types)s::text[], %(ids)s::bigint[])) AS is_about, coalesce(e.user_id = %(user)s, false) AS is_by
FROM audit_auditevent e
WHERE e.cluster_id = %(cluster)s AND (
    (e.subject_type, e.subject_id) IN (SELECT * FROM unnest(%(types)s::text[], %(ids)s::bigint[])) OR e.user_id = %(user)s
    OR EXISTS (SELECT 1 FROM unnest(%(words)s::text[]) AS w WHERE strpos(lower(e.subject_label || e.details::text), lower(w)) > 0))
"""
BLOT = """
UPDATE audit_blotted SET subject_label = regexp_replace(subject_label, %(plain)s, %(mark)s, 'gi'),
                         details = regexp_replace(details, %(json)s, %(mark)s, 'gi') WHERE {which}
"""
ACTOR = "UPDATE audit_blotted SET actor_name = %(mark)s WHERE is_by"
WRITE = """
INSERT INTO audit_redaction (cluster_id, event_id, at, before, after)
SELECT %(cluster)s, e.id, %(at)s, encode(sha256(convert_to(b.before, 'UTF8')), 'hex'), encode(sha256(convert_to(audit_content(jsonb_populate_record(
    e, jsonb_build_object('actor_name', b.actor_name, 'subject_label', b.subject_label, 'details', b.details::jsonb)
)), 'UTF8')), 'hex')
FROM audit_blotted b JOIN audit_auditevent e USING (id)
WHERE (b.actor_name, b.subject_label, b.details::jsonb) IS DISTINCT FROM (e.actor_name, e.subject_label, e.details) ORDER BY e.id
"""
CHANGE = """
UPDATE audit_auditevent e SET actor_name = b.actor_name, subject_label = b.subject_label, details = b.details::jsonb
FROM audit_blotted b WHERE b.id = e.id AND (b.actor_name, b.subject_label, b.details::jsonb) IS DISTINCT FROM (e.actor_name, e.subject_label, e.details)
"""


@transaction.atomic
def redact_events(
    cluster: Cluster,
    *,
    words: Sequence[str],
    names: Sequence[str],
    about: Sequence[tuple[str, int]],
    by_user: int | None,
    actor: Actor,
    at: datetime,
) -> int:
    """Blot the words out of every event, and the names out of those about the given rows or by the user; return how many events changed.

    What is left says what was done and when. Each event keeps a digest of what stood there, so the chain of seals stays whole.
    Safe to run twice. Raises: Refused. Source: decision 0012.
    """
    require(policies.may_redact(actor, cluster))
    types, ids = [kind for kind, _pk in about], [pk for _kind, pk in about]
    words = [word for word in words if len(word) > 3]  # shorter ones stand in other words too
    facts = {"cluster": cluster.pk, "types": types, "ids": ids, "user": by_user, "words": words, "at": at, "mark": MARK}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS audit_blotted")
        cursor.execute(HITS, facts)
        for found, which in ((words, "true"), ([name for name in names if name], "is_about OR is_by")):
            for word in found:
                cursor.execute(
                    BLOT.format(which=which),
                    facts | {"plain": pattern_of(word), "json": pattern_of(json.dumps(word, ensure_ascii=False)[1:-1])},
                )
        if by_user is not None:
            cursor.execute(ACTOR, facts)
        cursor.execute(WRITE, facts)
        count = int(cursor.rowcount)
        cursor.execute(CHANGE, facts)
    if count:
        record(actor, "audit.events.redacted", cluster, at=at, cluster_id=cluster.pk, count=count)
    return count
