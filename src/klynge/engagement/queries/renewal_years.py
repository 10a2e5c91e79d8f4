"""The years of membership that are over, and the one that runs: what was known when each began."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Min

from klynge.access.models import Cluster
from klynge.engagement.models import Activity
from klynge.engagement.rules.hazard import MemberYear
from klynge.membership.models import Term

from .scoring import PastScore, past_scores
from .weighing import weights_on

GRACE_DAYS = 14  # past the due day before a payment counts as late
SETTLING_IN = timedelta(days=180)  # activities must have been kept for so long before a day on which scores mean anything
# Late: an invoice of the year before the day was not settled two weeks after its due day.
LATE = f"""EXISTS (
    SELECT 1 FROM billing_invoice i WHERE i.cluster_id = %(cluster)s AND i.organisation_id = m.organisation_id AND i.kind = 'invoice' AND i.total_minor > 0
      AND i.issued_on >= %(start)s::date - 366 AND i.due_on + {GRACE_DAYS} < %(start)s
      AND i.total_minor > coalesce((SELECT sum(a.amount_minor) FROM billing_allocation a WHERE a.invoice_id = i.id AND a.settled_on <= i.due_on + {GRACE_DAYS}), 0)
                        + coalesce((SELECT sum(n.total_minor) FROM billing_invoice n WHERE n.credits_id = i.id AND n.issued_on <= i.due_on + {GRACE_DAYS}), 0))"""
# Who went up in another company, moved away or closed did not choose to leave, so those years say nothing.
OVER = f"""
SELECT m.organisation_id, lower(m.during) >= %(start)s AS is_first, {LATE} AS is_late,
       coalesce(upper(m.during) <= %(end)s, false) AS has_left
FROM membership_membership m LEFT JOIN membership_ending e ON e.membership_id = m.id AND upper(m.during) <= %(end)s
WHERE m.cluster_id = %(cluster)s AND m.during && daterange(%(start)s, %(end)s) AND NOT isempty(m.during)
  AND coalesce(e.reason, '') NOT IN ('merged', 'bankrupt', 'moved')
ORDER BY m.id
"""
RUNNING = f"""
SELECT m.id, m.organisation_id, lower(m.during) >= coalesce(%(term)s::date, %(start)s::date - 365) AS is_first, {LATE} AS is_late, coalesce(p.net_minor, 0)
FROM membership_membership m
LEFT JOIN LATERAL (SELECT p.net_minor FROM membership_membershipperiod p JOIN membership_term t ON t.id = p.term_id
                   WHERE p.membership_id = m.id AND p.freed_at IS NULL AND lower(t.during) <= %(start)s ORDER BY lower(t.during) DESC LIMIT 1) p ON true
WHERE m.cluster_id = %(cluster)s AND m.during @> %(start)s::date AND upper_inf(m.during)
ORDER BY m.id
"""


@dataclass(frozen=True, slots=True)
class Running:
    """A member that has not said that it leaves: its last charged fee (net, minor units), and what is known of it today."""

    membership_id: int
    organisation_id: int
    fee_minor: int
    year: MemberYear


def years_over(cluster: Cluster, *, on: date) -> list[list[MemberYear]]:
    """Return the members of each term that ended by the day, oldest term first; scores are those of the term's first day."""
    found = []
    for term in Term.objects.filter(cluster=cluster, during__endswith__lte=on).order_by("during"):
        scores = _scores(cluster, term.during.lower)
        rows = _rows(OVER, {"cluster": cluster.pk, "start": term.during.lower, "end": term.during.upper})
        found.append([_year(scores, *row) for row in rows])
    return found


def running(cluster: Cluster, *, on: date) -> list[Running]:
    """Return who is a member on the day and has not said otherwise."""
    term = Term.objects.filter(cluster=cluster, during__contains=on).first()
    scores = _scores(cluster, on)
    rows = _rows(RUNNING, {"cluster": cluster.pk, "start": on, "term": term.during.lower if term else None})
    return [
        Running(pk, organisation, fee, _year(scores, organisation, is_first, is_late)) for pk, organisation, is_first, is_late, fee in rows
    ]


def _year(scores: Mapping[int, PastScore], organisation: int, is_first: bool, is_late: bool, has_left: bool = False) -> MemberYear:
    score = scores.get(organisation)
    return MemberYear(
        is_first=is_first,
        is_late=is_late,
        contributes=score.contributes if score else None,
        benefits=score.benefits if score else None,
        has_left=has_left,
    )


def _scores(cluster: Cluster, day: date) -> Mapping[int, PastScore]:
    """Return where the members stood on the day; nothing where activities were not kept for long enough to say."""
    first = Activity.objects.filter(cluster=cluster).aggregate(first=Min("happened_on"))["first"]
    if first is None or first > day - SETTLING_IN:
        return {}
    return past_scores(cluster, weights=weights_on(cluster, day), on=day)


def _rows(sql: str, params: Mapping[str, Any]) -> Iterable[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[Any] = cursor.fetchall()
    return found
