"""Say of many entries of the bank at once that they are none of what members owe."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import AsideReason
from klynge.billing.queries.settling import hold_settlements
from klynge.core.errors import Invalid

ASIDE = """
WITH aside AS (
    UPDATE billing_entrymatch SET state = 'aside'
    WHERE cluster_id = %(cluster)s AND entry_id = ANY(%(entries)s) AND state = 'waiting' RETURNING id, entry_id)
INSERT INTO billing_matchdecision (match_id, kind, made_at, made_by, is_automatic, aside_reason, note)
SELECT id, 'aside', %(at)s, %(by)s, false, %(reason)s, %(note)s FROM aside ORDER BY entry_id
"""


@transaction.atomic
def set_aside_entries(cluster: Cluster, *, entry_ids: Sequence[int], reason: str, actor: Actor, at: datetime, note: str = "") -> int:
    """Set those of the entries aside that still wait, all with one reason (an AsideReason); return how many.

    Raises: Refused, Invalid without a reason, or without a note when the reason is another.
    """
    require(policies.may_record_payment(actor, cluster))
    if reason not in AsideReason.values:
        raise Invalid(_("Say what the money was for."), field="reason")
    if reason == AsideReason.OTHER and not note.strip():
        raise Invalid(_("Write what it was for."), field="note")
    hold_settlements(cluster)

    params = {
        "cluster": cluster.pk,
        "entries": list(entry_ids),
        "at": at,
        "by": actor.name[:120],
        "reason": reason,
        "note": note.strip()[:200],
    }
    with connection.cursor() as cursor:
        cursor.execute(ASIDE, params)
        count: int = cursor.rowcount
    if count:
        record(actor, "billing.entries.set_aside", cluster, at=at, count=count, reason=reason, note=params["note"])
    return count
