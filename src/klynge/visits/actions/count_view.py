"""Add one view to the sums of its day."""

from datetime import datetime

from django.db import connection, transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.core.clock import day_of
from klynge.visits import policies
from klynge.visits.rules.reading import Visitor

# A view lost when the machine dies is no harm, and no reader should wait for the disk.
HASTE = "SET LOCAL synchronous_commit = off"
VIEW = """
INSERT INTO visits_pageday AS sum (cluster_id, day_on, page, views) VALUES (%(cluster)s, %(day)s, %(page)s, 1)
ON CONFLICT (cluster_id, day_on, page) DO UPDATE SET views = sum.views + 1
"""
VISITOR = """
INSERT INTO visits_visitorday AS sum (cluster_id, day_on, visitors, returned) VALUES (%(cluster)s, %(day)s, 1, %(returning)s)
ON CONFLICT (cluster_id, day_on) DO UPDATE SET visitors = sum.visitors + 1, returned = sum.returned + excluded.returned
"""


@transaction.atomic
def count_view(cluster: Cluster, *, page: str, visitor: Visitor | None = None, actor: Actor, at: datetime) -> None:
    """Count one view of a page, and the visitor where somebody who may be counted comes for the first time that day. Raises: Refused."""
    require(policies.may_count(actor, cluster))
    facts = {"cluster": cluster.pk, "day": day_of(at), "page": page[:120]}
    with connection.cursor() as cursor:
        cursor.execute(HASTE)
        cursor.execute(VIEW, facts)
        if visitor and visitor.is_new_today:
            cursor.execute(VISITOR, {**facts, "returning": int(visitor.is_returning)})
