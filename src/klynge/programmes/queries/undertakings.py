"""What a single undertaking has got: all companies that belong together count as one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Q

from klynge.directory.models import Organisation
from klynge.programmes.models import Aid
from klynge.programmes.rules.de_minimis import room_left

# Up and down the ownerships of the day, as far as they go; mergers lead from what went up to what it went up in, and back.
GROUP = """
WITH RECURSIVE link AS (
    SELECT organisation_id AS one, parent_id AS other FROM directory_ownership WHERE during @> %(day)s::date
    UNION SELECT parent_id, organisation_id FROM directory_ownership WHERE during @> %(day)s::date
    UNION SELECT loser_id, survivor_id FROM directory_merger WHERE reversed_at IS NULL
    UNION SELECT survivor_id, loser_id FROM directory_merger WHERE reversed_at IS NULL
), grp AS (
    SELECT %(organisation)s::bigint AS id UNION SELECT link.other FROM grp JOIN link ON link.one = grp.id
)
SELECT id FROM grp ORDER BY id
"""


def undertaking_of(organisation: Organisation, *, on: date) -> list[int]:
    """Return the keys of all organisations that are one undertaking with it on the day, itself too. Source: Regulation (EU) 2023/2831 article 2(2)."""
    with connection.cursor() as cursor:
        cursor.execute(GROUP, {"organisation": organisation.pk, "day": on})
        return [row[0] for row in cursor.fetchall()]


def aid_of(organisation_ids: Iterable[int], *, but_declared_by: int | None = None) -> list[tuple[date, int]]:
    """Return all aid to the organisations, whichever cluster gave it, as (day, cents).

    A declaration tells of all that a company got elsewhere, so of each company only the last one counts; none of ``but_declared_by``, who declares anew.
    """
    rows = Aid._base_manager.filter(organisation__in=list(organisation_ids))
    last = rows.filter(declared_in__isnull=False).exclude(organisation=but_declared_by).order_by("organisation", "-granted_on", "-pk").distinct("organisation")  # fmt: skip
    counted = rows.filter(Q(declared_in__isnull=True) | Q(pk__in=last.values("pk")))
    return list(counted.order_by("granted_on", "pk").values_list("granted_on", "cents"))


def room_of(organisation: Organisation, *, on: date, other_cents: int = 0) -> int:
    """Return how many cents the undertaking may still get on the day, after what it declares to have got from others."""
    return room_left([*aid_of(undertaking_of(organisation, on=on)), (on, other_cents)], on=on)
