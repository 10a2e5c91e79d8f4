"""Put the kept and failed mails of a batch back among those waiting."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict
from klynge.outbox import policies
from klynge.outbox.models import Batch

RETRY = """
WITH waiting AS (UPDATE outbox_mail SET status = 'waiting' WHERE batch_id = %(batch)s AND status IN ('kept', 'failed') RETURNING id)
INSERT INTO outbox_attempt (mail_id, at, outcome, reason, message_id) SELECT id, %(at)s, 'waiting', %(reason)s, '' FROM waiting ORDER BY id
"""


@transaction.atomic
def retry_batch(batch: Batch, *, actor: Actor, at: datetime) -> int:
    """Let the kept and failed mails of a released batch wait again and return how many. Raises: Refused, Conflict."""
    require(policies.may_release(actor, batch))
    batch = Batch.objects.select_for_update().get(pk=batch.pk)

    with connection.cursor() as cursor:
        cursor.execute(RETRY, {"batch": batch.pk, "at": at, "reason": _("Put back by %s.") % actor.name})
        count = int(cursor.rowcount)
    if not count:
        raise Conflict(_("Nothing in “%s” was kept or has failed.") % batch.title)
    record(actor, "outbox.batch.retried", batch, at=at, count=count)
    if batch.released_at:
        jobs.announce("outbox.batch_released", cluster_id=batch.cluster_id, batch_id=batch.pk)
    return count
