"""How fast all members are scored: any number of companies with any number of activities, and the answers compared with the plain rules."""

import time
from datetime import date
from typing import Any

from django.db import connection
from django_scopes import scope

from klynge.access.queries import actor_of
from klynge.core.clock import noon_of
from klynge.engagement.actions import compute_scores
from klynge.engagement.models import ActivityKind, Score
from klynge.engagement.queries.scoring import scores_select
from klynge.engagement.queries.weighing import weights_on

from .members import build
from .scratch import scratch_database

DAY = date(2027, 1, 4)
YEARS = 4  # over which the activities lie
# A few companies do a lot and most do little, as real ones do; one row in two hundred takes another one back.
ACTIVITIES = """
INSERT INTO engagement_activity (cluster_id, organisation_id, person_id, kind, happened_on, quantity, occasion, saved_minor, source, source_key, note, recorded_at, recorded_by)
SELECT %(cluster)s, o.id, a.person_id, (%(kinds)s::text[])[1 + (n * 7 %% %(many)s)], %(day)s::date - (hashint8(n) & 1073741823) %% %(days)s, 100,
       n %% 4000, 0, 'bench', 'bench:' || n, '', now(), ''
FROM generate_series(1, %(activities)s) AS n
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS turn FROM directory_organisation) o
  ON o.turn = 1 + floor(power((hashint8(n + 77) & 1073741823) / 1073741824.0, 2) * %(members)s)
JOIN directory_affiliation a ON a.organisation_id = o.id
"""
TAKEN_BACK = """
INSERT INTO engagement_activity (cluster_id, organisation_id, person_id, kind, happened_on, quantity, occasion, saved_minor, source, source_key, reverses_id, note, recorded_at, recorded_by)
SELECT cluster_id, organisation_id, person_id, kind, happened_on, -quantity, occasion, 0, source, source_key || '!', id, '', now(), ''
FROM engagement_activity WHERE mod(id, 200) = 0
"""


def measure(members: int, *, activities: int) -> dict[str, Any]:
    """Score everybody as of one day, twice; the second time every score is there already and is put in its place."""
    with scratch_database():
        stage = build(members)
        facts = {"cluster": stage.cluster.pk, "members": members, "activities": activities, "day": DAY, "days": 365 * YEARS}
        kinds = list(ActivityKind.values)
        with connection.cursor() as cursor:
            cursor.execute(ACTIVITIES, facts | {"kinds": kinds, "many": len(kinds)})
            cursor.execute(TAKEN_BACK)
            cursor.execute("VACUUM ANALYZE")
        with scope(cluster=stage.cluster):
            at = noon_of(DAY)
            actor = actor_of(stage.planner, cluster=stage.cluster, at=at)
            seconds = []
            for _time in range(2):
                began = time.perf_counter()
                computation = compute_scores(stage.cluster, on=DAY, actor=actor, at=at)
                seconds.append(round(time.perf_counter() - began, 2))
            return {
                "members": members, "activities": activities, "first_s": seconds[0], "again_s": seconds[1], "levels": computation.counts,
                "checks": {"scores": Score.objects.filter(computation=computation).count(), "alone_as_together": _alone(stage.cluster, computation)},
            }  # fmt: skip


def _alone(cluster: Any, computation: Any) -> bool:
    """Say whether a few members, each scored by itself, get what they got among all."""
    weights = weights_on(cluster, DAY)
    for score in Score.objects.filter(computation=computation).order_by("pk")[:: max(1, computation.counts["passive"] // 5)][:20]:
        select = scores_select(cluster, weights=weights, on=DAY, between=(score.organisation_id - 1, score.organisation_id))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT contributes, benefits, level FROM ({select.sql}) AS scored", select.params)
            if cursor.fetchone() != (score.contributes, score.benefits, score.level):
                return False
    return True
