"""What a few organisations owe, for a page of a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection

from klynge.access.models import Cluster

from .standing import SETTLED

DEBTS = f"""
SELECT organisation_id, sum(total_minor - paid_minor - credited_minor)::bigint,
       coalesce(sum(total_minor - paid_minor - credited_minor)
           FILTER (WHERE due_on < %(day)s AND total_minor > paid_minor + credited_minor), 0)::bigint
FROM ({SETTLED} AND i.organisation_id = ANY (%(organisations)s)) AS settled
GROUP BY organisation_id HAVING sum(total_minor - paid_minor - credited_minor) <> 0 OR bool_or(total_minor > paid_minor + credited_minor)
"""


def debts_of(cluster: Cluster, organisation_ids: Sequence[int], *, on: date) -> dict[int, tuple[int, int]]:
    """Return {organisation id: (open, overdue)} in minor units at the end of the day; who owes nothing is left out."""
    with connection.cursor() as cursor:
        cursor.execute(DEBTS, {"cluster": cluster.pk, "day": on, "organisations": list(organisation_ids)})
        return {organisation: (is_open, overdue) for organisation, is_open, overdue in cursor.fetchall()}
