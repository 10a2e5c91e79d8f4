"""Keep mails in the office when there is no server to hand them to."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.outbox import policies
from klynge.outbox.models import Batch

KEEP = """
WITH kept AS (UPDATE outbox_mail SET status = 'kept' WHERE batch_id = %(batch)s AND status = 'waiting' RETURNING id)
INSERT INTO outbox_attempt (mail_id, at, outcome, reason, message_id) SELECT id, %(at)s, 'kept', %(reason)s, '' FROM kept ORDER BY id
"""


@transaction.atomic
def keep_mails(batch: Batch, *, actor: Actor, at: datetime) -> int:
    """Mark the waiting mails of a released batch as kept and return how many. Raises: Refused."""
    require(policies.may_send(actor, batch))
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.released_at is None:
        return 0

    with connection.cursor() as cursor:
        reason = _("No mail server is set up, so the mail was kept here instead of sent.")
        cursor.execute(KEEP, {"batch": batch.pk, "at": at, "reason": reason})
        count = int(cursor.rowcount)
    if count:
        record(actor, "outbox.batch.kept", batch, at=at, count=count)
    return count
