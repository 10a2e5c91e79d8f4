"""How many members there were on a day, who came and who went: counted from the dates of memberships, whatever has happened since.

A membership joins on its first day and leaves on its last; so one that ends with the year leaves in that year.
Members at the end of a span are those left when the leavers of its last day are gone: start + joined - left = end, always.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from klynge.access.models import Cluster
from klynge.core.clock import add_months
from klynge.core.texts import in_language
from klynge.membership.models import Membership

# Each way of grouping gives a key and a label ({da, en} or a plain text) for a membership m on %(day)s.
TYPE = """
LEFT JOIN LATERAL (SELECT type_id FROM membership_membershiptypechange c WHERE c.membership_id = m.id AND c.from_on <= %(day)s
                   ORDER BY from_on DESC LIMIT 1) AS change ON true
JOIN membership_membershiptype t ON t.id = coalesce(change.type_id, m.type_id)
"""
CATEGORY = """
LEFT JOIN membership_term term ON term.cluster_id = m.cluster_id AND term.during @> %(day)s::date
LEFT JOIN membership_membershipperiod p ON p.membership_id = m.id AND p.term_id = term.id AND p.freed_at IS NULL
LEFT JOIN membership_feeband band ON band.id = p.band_id
"""
ORGANISATION = "JOIN directory_organisation o ON o.id = m.organisation_id"
GROUPS = {
    "type": (TYPE, "t.code", "t.name"),
    "category": (CATEGORY, "lpad(band.position::text, 3, '0')", "band.label"),
    "kind": (ORGANISATION, "o.kind", "to_jsonb(o.kind)"),
    "municipality": (
        f"{ORGANISATION} LEFT JOIN directory_municipality town ON town.code = o.municipality_id",
        "town.code",
        "to_jsonb(town.name)",
    ),
}
COUNTED = """
SELECT {key} AS key, {label} AS label,
       count(*) FILTER (WHERE m.during @> %(day)s::date) AS members,
       count(*) FILTER (WHERE lower(m.during) >= %(from)s AND lower(m.during) <= %(day)s) AS joined,
       count(*) FILTER (WHERE upper(m.during) > %(from)s AND upper(m.during) <= %(day)s + 1) AS left
FROM membership_membership m {joins}
WHERE m.cluster_id = %(cluster)s AND m.during && daterange(%(from)s::date - 1, %(day)s, '[]')
GROUP BY 1, 2 HAVING count(*) FILTER (WHERE m.during @> %(day)s::date OR lower(m.during) >= %(from)s OR upper(m.during) > %(from)s) > 0
ORDER BY 1 NULLS LAST
"""
# One row per span, also where nothing happened; `before` is everybody who came or went earlier.
MOVES = """
WITH spans AS (
    SELECT day::date AS starts_on, (day + %(step)s::interval)::date AS ends_on
    FROM generate_series(%(from)s::timestamp, %(until)s::timestamp - interval '1 day', %(step)s::interval) AS day
), moves AS (
    SELECT lower(during) AS day, count(*) AS joined, 0 AS left
    FROM membership_membership WHERE cluster_id = %(cluster)s AND lower(during) < %(until)s GROUP BY 1
    UNION ALL
    SELECT upper(during) - 1, 0, count(*) FROM membership_membership WHERE cluster_id = %(cluster)s AND upper(during) <= %(until)s GROUP BY 1
), before AS (
    SELECT coalesce(sum(joined - m.left), 0) AS members FROM moves m WHERE day < %(from)s
), counted AS (
    SELECT s.starts_on, s.ends_on, coalesce(sum(m.joined), 0)::int AS joined, coalesce(sum(m.left), 0)::int AS left
    FROM spans s LEFT JOIN moves m ON m.day >= s.starts_on AND m.day < s.ends_on GROUP BY 1, 2
)
SELECT starts_on, ends_on, joined, c.left, ((SELECT members FROM before) + sum(joined - c.left) OVER (ORDER BY starts_on))::int AS members
FROM counted c ORDER BY starts_on
"""
QUALITY = """
SELECT count(*) AS members,
       count(*) FILTER (WHERE EXISTS (SELECT 1 FROM directory_sizedeclaration s WHERE s.organisation_id = m.organisation_id
                                      AND s.confirmed_at IS NOT NULL AND s.as_of <= %(day)s)) AS with_confirmed_size,
       count(*) FILTER (WHERE EXISTS (SELECT 1 FROM directory_contactrole r WHERE r.cluster_id = m.cluster_id AND r.organisation_id = m.organisation_id
                                      AND r.kind IN ('billing', 'primary') AND r.during @> %(day)s::date)) AS with_billing_contact
FROM membership_membership m WHERE m.cluster_id = %(cluster)s AND m.during @> %(day)s::date
"""


@dataclass(frozen=True, slots=True)
class Movement:
    """Who came and went from ``starts_on`` to before ``ends_on``; ``members`` is how many are left at the end of it."""

    starts_on: date
    ends_on: date
    joined: int
    left: int
    members: int

    @property
    def net(self) -> int:
        """Joined less left."""
        return self.joined - self.left


@dataclass(frozen=True, slots=True)
class Group:
    """Members of one category, type, kind or municipality; no key: none is known."""

    key: str | None
    label: Mapping[str, str] | str
    members: int  # on the last day
    joined: int
    left: int

    @property
    def name(self) -> str:
        """The label in the reader's language."""
        return self.label if isinstance(self.label, str) else in_language(self.label)


@dataclass(frozen=True, slots=True)
class Quality:
    """What stands behind the number of members on a day."""

    members: int
    with_confirmed_size: int
    with_billing_contact: int


def members_on(cluster: Cluster, on_day: date) -> int:
    """Count the members on a day, past or to come."""
    return Membership.objects.filter(cluster=cluster).active_on(on_day).count()


def movements(cluster: Cluster, *, from_on: date, until_on: date, months: int = 12) -> list[Movement]:
    """Count who came and went in each span of ``months`` months from ``from_on`` to before ``until_on``, the earliest first; one statement."""
    rows = _rows(MOVES, {"cluster": cluster.pk, "from": from_on, "until": until_on, "step": f"{months} months"})
    return [Movement(**row) for row in rows]


def history(cluster: Cluster, *, from_year: int, to_year: int) -> list[Movement]:
    """Count who came and went in each membership year, named by the calendar year in which it starts; both years are included."""
    first = date(from_year, cluster.membership_year_month, 1)
    return movements(cluster, from_on=first, until_on=add_months(first, 12 * (to_year - from_year + 1)))


def counted_by(cluster: Cluster, by: str, *, on_day: date, from_on: date | None = None) -> list[Group]:
    """Count members on the day, and who joined and left from ``from_on`` to it, by "type", "category", "kind" or "municipality".

    Type and category are those of the day (a category is the one charged for its term); kind and municipality are those of today.
    Raises: KeyError for another way of grouping.
    """
    joins, key, label = GROUPS[by]
    rows = _rows(COUNTED.format(joins=joins, key=key, label=label), {"cluster": cluster.pk, "day": on_day, "from": from_on or on_day})
    return [Group(**row | {"label": json.loads(row["label"] or '""')}) for row in rows]


def quality(cluster: Cluster, on_day: date) -> Quality:
    """Count the members on a day, and how many of them have a confirmed size and somebody to whom the invoice goes."""
    (row,) = _rows(QUALITY, {"cluster": cluster.pk, "day": on_day})
    return Quality(**row)


def _rows(sql: str, params: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
