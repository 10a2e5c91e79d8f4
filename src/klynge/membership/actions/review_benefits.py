"""Let the benefits of members in arrears rest, and come back when they have paid."""

from datetime import date, datetime

from django.db import connection, transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing.queries.arrears import organisations_in_arrears
from klynge.membership import policies

RESTORE = """
UPDATE membership_benefitsuspension s SET until_on = greatest(s.from_on, %(day)s::date)
FROM membership_membership m
WHERE s.cluster_id = %(cluster)s AND s.until_on IS NULL AND m.id = s.membership_id AND m.organisation_id NOT IN ({arrears})
"""
SUSPEND = """
INSERT INTO membership_benefitsuspension (cluster_id, membership_id, from_on)
SELECT m.cluster_id, m.id, %(day)s FROM membership_membership m
WHERE m.cluster_id = %(cluster)s AND m.during @> %(day)s::date AND m.organisation_id IN ({arrears})
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def review_benefits(cluster: Cluster, *, on: date, actor: Actor, at: datetime) -> tuple[int, int]:
    """Suspend and restore benefits as things stand on the day; return how many of each. Safe to run twice; touches no membership.

    Raises: Refused.
    """
    require(policies.may_review_benefits(actor, cluster))
    arrears = organisations_in_arrears(cluster, on=on)
    params = {**arrears.params, "cluster": cluster.pk, "day": on}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7307, %s)", [cluster.pk])
        cursor.execute(RESTORE.format(arrears=arrears.sql), params)
        restored = cursor.rowcount
        cursor.execute(SUSPEND.format(arrears=arrears.sql), params)
        suspended = cursor.rowcount
    if restored or suspended:
        record(actor, "membership.benefits.reviewed", cluster, at=at, cluster_id=cluster.pk, suspended=suspended, restored=restored)
    return suspended, restored
