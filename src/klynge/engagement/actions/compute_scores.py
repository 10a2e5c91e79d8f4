"""Work out how engaged every member is as of a day, batch by batch."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise

from django.db import connection, transaction
from django.db.models import Count, Q

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.engagement import policies
from klynge.engagement.models import Computation, Level, Score
from klynge.engagement.queries.scoring import scores_select
from klynge.engagement.queries.weighing import as_data, weights_on
from klynge.engagement.rules.weights import NEWSLETTER, Weights
from klynge.membership.models import Membership

BATCH = 5_000
CLEAR = (
    "DELETE FROM engagement_score WHERE computation_id = %(computation)s AND organisation_id > %(above)s AND organisation_id <= %(upto)s"
)
WRITE = """
INSERT INTO engagement_score (cluster_id, computation_id, organisation_id, computed_on, contributes, benefits, level, contacts, parts, last_on)
SELECT %(cluster)s, %(computation)s, organisation_id, %(day)s, contributes, benefits, level, contacts, parts, last_on FROM ({scores}) AS scored
"""
NEWSLETTER_ONLY = """
SELECT count(*) FROM engagement_score s WHERE s.computation_id = %(computation)s AND s.parts <> '[]'
  AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(s.parts) AS p WHERE NOT p ->> 'kind' = ANY (%(kinds)s))
"""


def compute_scores(cluster: Cluster, *, on: date, actor: Actor, at: datetime, batch: int = BATCH) -> Computation:
    """Score every member of the day with the weights of that day; doing it again puts the new scores in the place of the old ones.

    Of each month the last computed day stays. Each batch is a transaction; a killed one leaves whole batches, and the next call does all anew.
    Raises: Refused.
    """
    require(policies.may_compute(actor, cluster))
    weights = weights_on(cluster, on)
    begun = {"version": weights.version, "weights": as_data(weights), "computed_at": at, "finished_at": None}
    computation, _made = Computation.objects.update_or_create(cluster=cluster, computed_on=on, defaults=begun)
    for between in _batches(cluster, on, batch):
        with transaction.atomic():
            _score(computation, weights, between)
    with transaction.atomic():
        _finish(computation, at)
        record(actor, "engagement.scores.computed", computation, at=at, version=weights.version, **computation.counts)
    return computation


def _batches(cluster: Cluster, on: date, batch: int) -> Iterator[tuple[int, int]]:
    """Yield spans of organisation ids, above and up to, that leave no id out: a former member's score is cleared, too."""
    members = Membership.objects.filter(cluster=cluster).active_on(on).order_by("organisation_id")
    ids = list(members.values_list("organisation_id", flat=True))
    bounds = [0, *ids[batch - 1 : -1 : batch], 2**62]
    yield from pairwise(bounds)


def _score(computation: Computation, weights: Weights, between: tuple[int, int]) -> None:
    scores = scores_select(computation.cluster, weights=weights, on=computation.computed_on, between=between)
    facts = scores.params | {"computation": computation.pk}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(CLEAR, facts)
        cursor.execute(WRITE.format(scores=scores.sql), facts)


def _finish(computation: Computation, at: datetime) -> None:
    """Count the levels, and let go of the days before in the same month."""
    scores = Score.objects.filter(computation=computation)
    counts = dict(scores.order_by().values_list("level").annotate(Count("pk")))
    computation.counts = {level: counts.get(level, 0) for level in Level.values} | {"newsletter_only": _newsletter_only(computation)}
    computation.finished_at = at
    computation.save(update_fields=["counts", "finished_at"])
    day = computation.computed_on
    month = Q(computed_on__year=day.year, computed_on__month=day.month, computed_on__lt=day)
    Computation.objects.filter(month, cluster=computation.cluster).delete()


def _newsletter_only(computation: Computation) -> int:
    """Count the members of whom nothing is known but that they get the newsletter."""
    with connection.cursor() as cursor:
        cursor.execute(NEWSLETTER_ONLY, {"computation": computation.pk, "kinds": list(NEWSLETTER)})
        return int(cursor.fetchone()[0])
