"""Let periods whose invoice was credited be charged anew."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.membership import policies

FREE = """
UPDATE membership_membershipperiod p SET credit_note_id = note.id, freed_at = coalesce(p.freed_at, %(at)s)
FROM billing_invoice note
WHERE note.id = ANY (%(notes)s) AND note.cluster_id = %(cluster)s AND note.kind = 'credit_note'
  AND p.invoice_id = note.credits_id AND p.credit_note_id IS NULL
"""


@transaction.atomic
def free_credited_periods(cluster: Cluster, *, credit_note_ids: Sequence[int], actor: Actor, at: datetime) -> int:
    """Mark the periods of credited invoices as credited; return how many. The figures stay as they were."""
    require(policies.may_release_dues(actor, cluster))
    with connection.cursor() as cursor:
        cursor.execute(FREE, {"notes": list(credit_note_ids), "cluster": cluster.pk, "at": at})
        freed = cursor.rowcount
    if freed:
        record(actor, "membership.periods.credited", cluster, at=at, count=freed)
    return freed
