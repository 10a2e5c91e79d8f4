"""Organisations in the registry, and who owns them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from klynge.directory.models import Organisation, SizeDeclaration

OWNERS = """
WITH RECURSIVE above (id) AS (
    SELECT parent_id FROM directory_ownership WHERE organisation_id = %(organisation)s AND during @> %(day)s::date
    UNION
    SELECT o.parent_id FROM directory_ownership o JOIN above ON above.id = o.organisation_id WHERE o.during @> %(day)s::date
)
SELECT id FROM above
"""
LATEST = """
SELECT DISTINCT ON (organisation_id) id FROM directory_sizedeclaration
WHERE organisation_id = ANY (%(organisations)s) AND metric = %(metric)s AND as_of <= %(day)s
ORDER BY organisation_id, confirmed_at IS NULL, as_of DESC, id DESC
"""


@dataclass(frozen=True, slots=True)
class LatestSize:
    """The size that counts on a day, and whether somebody has confirmed it."""

    declaration: SizeDeclaration
    is_confirmed: bool


def with_number(country: str, cvr: str) -> Organisation | None:
    """Return the organisation with that national registration number, or None."""
    return Organisation.objects.filter(country=country, cvr=cvr).first() if cvr else None


def owners_of(organisation: Organisation, *, on_day: date) -> set[int]:
    """Return the ids of all who own the organisation on the day, directly or by way of others."""
    with connection.cursor() as cursor:
        cursor.execute(OWNERS, {"organisation": organisation.pk, "day": on_day})
        return {pk for (pk,) in cursor.fetchall()}


def latest_sizes(organisation_ids: Sequence[int], *, metric: str, on_day: date) -> dict[int, LatestSize]:
    """Return each organisation's size on the day: the last confirmed one as of it or before, else the last unconfirmed. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(LATEST, {"organisations": list(organisation_ids), "metric": metric, "day": on_day})
        ids = [pk for (pk,) in cursor.fetchall()]
    rows = SizeDeclaration.objects.filter(pk__in=ids).order_by("organisation_id")
    return {row.organisation_id: LatestSize(row, is_confirmed=row.confirmed_at is not None) for row in rows}
