"""The hash chain over rows that are only ever added: what a seal covers, and whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from klynge.access.models import Cluster
from klynge.audit.models import Seal


@dataclass(frozen=True, slots=True)
class Stream:
    """Rows to seal. ``sql`` selects (id, content) of the cluster ``%(cluster)s`` with ids above ``{after}`` up to ``{until}``;

    ``content`` is a text that says all of the row, ``tables`` those that must stand still while the last id is read.
    """

    name: str
    tables: tuple[str, ...]
    sql: str


@dataclass(frozen=True, slots=True)
class Breach:
    """A seal that does not hold any more: its rows, or the link before it, are not what they were."""

    stream: str
    number: int
    first_id: int  # the row after the seal before
    last_id: int
    missing_rows: int  # above zero: rows are gone; below zero: rows were slipped in; 0: a row was altered


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of one stream found; ``digest`` is the newest link, to be noted outside the installation."""

    stream: str
    seals: int
    sealed_rows: int
    unsealed_rows: int
    digest: str
    breaches: tuple[Breach, ...]


TRAIL = Stream(
    "audit",
    ("audit_auditevent",),
    """SELECT id, jsonb_build_array(id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), actor_name, user_id, verb, subject_type, subject_id,
       subject_label, details)::text AS content FROM audit_auditevent WHERE cluster_id = %(cluster)s AND id > {after} AND id <= {until}""",
)
# What was blotted out for a forgotten person counts as it was sealed, as long as it is what the last redaction left behind.
DIGEST = """coalesce((
    SELECT decode(CASE WHEN last.after = encode(sha256(convert_to(r.content, 'UTF8')), 'hex') THEN first.before END, 'hex')
    FROM (SELECT before FROM audit_redaction WHERE event_id = r.id AND %(stream)s = 'audit' ORDER BY id LIMIT 1) AS first,
         (SELECT after FROM audit_redaction WHERE event_id = r.id AND %(stream)s = 'audit' ORDER BY id DESC LIMIT 1) AS last
), sha256(convert_to(r.content, 'UTF8')))"""
BLOCK = f"coalesce(string_agg({DIGEST}, ''::bytea ORDER BY r.id), ''::bytea)"
NEXT = f"""
SELECT count(*), encode(sha256(convert_to(%(previous)s, 'UTF8') || {BLOCK}), 'hex') FROM ({{rows}}) AS r
"""
ALL = f"""
SELECT s.number, s.first_id, s.last_id, s.rows, s.digest, block.rows,
       encode(sha256(convert_to(s.previous, 'UTF8') || block.content), 'hex')
FROM (SELECT number, last_id, rows, digest, coalesce(lag(digest) OVER w, '') AS previous, coalesce(lag(last_id) OVER w, 0) AS first_id
      FROM audit_seal WHERE cluster_id = %(cluster)s AND stream = %(stream)s WINDOW w AS (ORDER BY number)) AS s
CROSS JOIN LATERAL (SELECT count(*) AS rows, {BLOCK} AS content FROM ({{rows}}) AS r) AS block
ORDER BY s.number
"""


def last_seal(cluster: Cluster, stream: Stream) -> Seal | None:
    """Return the newest seal of the stream."""
    found: Seal | None = Seal.objects.filter(cluster=cluster, stream=stream.name).order_by("-number").first()
    return found


def digest_after(cluster: Cluster, stream: Stream, *, previous: Seal | None, until: int) -> tuple[int, str]:
    """Return how many rows come after the seal up to the id, and the digest that links them to it."""
    sql = NEXT.format(rows=stream.sql.format(after="%(after)s", until="%(until)s"))
    params = {
        "cluster": cluster.pk,
        "after": previous.last_id if previous else 0,
        "until": until,
        "previous": previous.digest if previous else "",
        "stream": stream.name,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows, digest = cursor.fetchone()
    return rows, digest


def verify(cluster: Cluster, stream: Stream = TRAIL) -> Verification:
    """Work out every link again from the rows and say which do not hold; rows since the newest seal are counted, not judged."""
    with connection.cursor() as cursor:
        cursor.execute(
            ALL.format(rows=stream.sql.format(after="s.first_id", until="s.last_id")), {"cluster": cluster.pk, "stream": stream.name}
        )
        links = cursor.fetchall()
    newest = last_seal(cluster, stream)
    unsealed, _digest = digest_after(cluster, stream, previous=newest, until=2**62)
    breaches = [
        Breach(stream.name, number, after + 1, last, rows - found)
        for place, (number, after, last, rows, digest, found, expected) in enumerate(links, 1)
        if (digest, rows, number) != (expected, found, place)
    ]
    return Verification(stream.name, len(links), sum(link[3] for link in links), unsealed, newest.digest if newest else "", tuple(breaches))
