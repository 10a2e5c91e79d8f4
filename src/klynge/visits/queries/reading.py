"""How the site was read over a time."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.visits.models import Asking, PageDay, VisitorDay

DAYS = """
SELECT bucket::date, coalesce(sum(views), 0)::int
FROM generate_series(date_trunc(%(step)s, %(first)s::date), %(last)s::date, ('1 ' || %(step)s)::interval) AS bucket
LEFT JOIN visits_pageday ON cluster_id = %(cluster)s AND day_on BETWEEN %(first)s AND %(last)s AND date_trunc(%(step)s, day_on) = bucket
GROUP BY bucket ORDER BY bucket
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """Views of a span of days, both ends included."""

    views: int
    views_before: int  # of as many days just before
    series: list[tuple[date, int]]  # the first day of each day, week or month, and its views; the oldest first
    visitors: int  # of those who said yes, once a day
    returned: int


def reading_of(cluster: Cluster, *, first: date, last: date, step: str, actor: Actor) -> Reading:
    """Return how the site was read, summed by ``step`` (day, week or month); nothing for a stranger."""
    before = first - (last - first) - timedelta(days=1)
    pages = PageDay.objects.visible_to(actor)
    visitors = VisitorDay.objects.visible_to(actor).filter(day_on__range=(first, last)).aggregate(
        visitors=Coalesce(Sum("visitors"), 0), returned=Coalesce(Sum("returned"), 0)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(DAYS, {"cluster": cluster.pk if actor.is_staff_of(cluster.pk) else None, "first": first, "last": last, "step": step})
        series = [(day, views) for day, views in cursor.fetchall()]
    return Reading(
        views=sum(views for _, views in series),
        views_before=pages.filter(day_on__gte=before, day_on__lt=first).aggregate(sum=Coalesce(Sum("views"), 0))["sum"],
        series=series,
        **visitors,
    )


def pages_read(*, first: date, last: date, actor: Actor) -> QuerySet[PageDay, dict[str, Any]]:
    """Return {page, sum} of every page opened in the span, the most read first."""
    found = PageDay.objects.visible_to(actor).filter(day_on__range=(first, last))
    return found.values("page").annotate(sum=Sum("views")).order_by("-sum", "page")


def is_asking() -> bool:
    """Say whether the open cluster's site asks its visitors now."""
    return Asking.objects.filter(ended_at__isnull=True).exists()
