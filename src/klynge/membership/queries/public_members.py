"""Members as everybody may see them: companies by name and town, and the profiles that they have made public."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from klynge.access.models import Cluster
from klynge.core.sorting import Danish
from klynge.directory.models import Profile

# A sole proprietorship's name is a person's: it is there only when its owner has made the profile public. A size is shown when it comes
# from the public register, or the company shows itself. Nothing about people is read.
PUBLIC = """
SELECT o.id, coalesce(nullif(o.trading_name, ''), o.name) AS name, o.town, o.kind, p.id AS profile_id, p.summary, p.competences,
       p.logo <> '' AS has_logo, size.low, size.high
FROM membership_membership m
JOIN directory_organisation o ON o.id = m.organisation_id
LEFT JOIN directory_profile p ON p.cluster_id = m.cluster_id AND p.organisation_id = o.id AND p.published_at IS NOT NULL
LEFT JOIN LATERAL (
    SELECT s.low, s.high FROM directory_sizedeclaration s
    WHERE s.organisation_id = o.id AND s.metric = 'headcount' AND s.as_of <= %(day)s AND (s.source = 'register' OR p.id IS NOT NULL)
    ORDER BY (s.confirmed_at IS NULL), s.as_of DESC, s.id DESC LIMIT 1
) AS size ON true
WHERE m.cluster_id = %(cluster)s AND m.during @> %(day)s::date AND (o.kind <> 'sole' OR p.id IS NOT NULL)
"""
NARROWED = {
    "search": """(lower(name) LIKE %(search)s OR lower(town) LIKE %(search)s OR lower(summary::text) LIKE %(search)s
                  OR EXISTS (SELECT 1 FROM unnest(competences) AS tag WHERE lower(tag) LIKE %(search)s))""",
    "town": "lower(town) = lower(%(town)s)",
    "competence": "EXISTS (SELECT 1 FROM unnest(competences) AS tag WHERE lower(tag) = lower(%(competence)s))",
    "size": "low >= %(low)s AND coalesce(high, 2000000000) <= %(high)s",
}
SIZES = {"1-9": (0, 9), "10-49": (10, 49), "50-249": (50, 249), "250": (250, 2_000_000_000)}  # the EU's classes of enterprises
LISTED = "SELECT id, name, town, profile_id, summary, competences, has_logo, low, high, count(*) OVER () FROM ({public}) AS members {where}"
ORDER = " ORDER BY {order}, id LIMIT %(limit)s OFFSET %(offset)s"
CHOICES = f"""
WITH members AS ({PUBLIC})
SELECT (SELECT array_agg(DISTINCT town) FROM members WHERE town <> ''),
       (SELECT array_agg(tag) FROM (SELECT tag FROM members, unnest(competences) AS tag GROUP BY tag ORDER BY count(*) DESC, tag LIMIT 40) AS used),
       (SELECT count(*) FROM members)
"""


@dataclass(frozen=True, slots=True)
class PublicFilter:
    """What the list is narrowed to; everything may be left out."""

    search: str = ""
    town: str = ""
    competence: str = ""
    size: str = ""  # a key of SIZES


@dataclass(frozen=True, slots=True)
class PublicMember:
    """One member as everybody may see it; without a profile there is no page about it."""

    organisation_id: int
    name: str
    town: str
    profile_id: int | None
    summary: dict[str, str]
    competences: list[str]
    has_logo: bool
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list can be narrowed by, and how many members there are in all."""

    towns: list[str]
    competences: list[str]
    members: int


def public_members(cluster: Cluster, wanted: PublicFilter, *, on: date, limit: int, offset: int = 0) -> tuple[list[PublicMember], int]:
    """Return the members of the day that match, by name, and how many there are in all."""
    least, most = SIZES.get(wanted.size, (0, 0))
    asked = {"search": wanted.search.strip(), "town": wanted.town, "competence": wanted.competence, "size": wanted.size in SIZES}
    where = " AND ".join(NARROWED[name] for name, value in asked.items() if value)
    sql = LISTED.format(public=PUBLIC, where=f"WHERE {where}" if where else "") + ORDER.format(
        order=Danish.template % {"expressions": "name"}
    )
    params = {**_params(cluster, on), **asked, "search": f"%{_escaped(asked['search'])}%", "low": least, "high": most}
    rows = _rows(sql, {**params, "limit": limit, "offset": offset})
    return [_member(row[:-1]) for row in rows], rows[0][-1] if rows else 0


def public_choices(cluster: Cluster, *, on: date) -> Choices:
    """Return the towns and the most used competences of the members of the day."""
    towns, tags, members = _rows(CHOICES, _params(cluster, on))[0]
    return Choices(sorted(towns or [], key=str.casefold), list(tags or []), members)


def public_profile(cluster: Cluster, organisation_id: int, *, on: date) -> tuple[PublicMember, Profile] | None:
    """Return the member and its profile, or None when it is no member on the day or has not made a profile public."""
    sql = LISTED.format(public=PUBLIC, where="WHERE id = %(organisation)s AND profile_id IS NOT NULL")
    rows = _rows(sql, {**_params(cluster, on), "organisation": organisation_id})
    if not rows:
        return None
    member = _member(rows[0][:-1])
    return member, Profile.objects.select_related("organisation").get(pk=member.profile_id)


def public_profile_ids(cluster: Cluster, *, on: date) -> list[int]:
    """Return the organisations with a page of their own, for the sitemap."""
    return [row[0] for row in _rows(f"SELECT id FROM ({PUBLIC}) AS members WHERE profile_id IS NOT NULL ORDER BY id", _params(cluster, on))]


def _member(row: Sequence[Any]) -> PublicMember:
    pk, name, town, profile, summary, competences, has_logo, low, high = row
    return PublicMember(pk, name, town, profile, json.loads(summary or "{}"), list(competences or []), bool(has_logo), low, high)


def _params(cluster: Cluster, on: date) -> dict[str, Any]:
    return {"cluster": cluster.pk, "day": on}


def _rows(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _escaped(text: str) -> str:
    return text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("\x00", "")
