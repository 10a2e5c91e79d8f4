"""Decide that what is left of a batch is not to leave."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.outbox import policies
from klynge.outbox.models import Batch

SKIP = """
WITH skipped AS (
    UPDATE outbox_mail SET status = 'skipped' WHERE batch_id = %(batch)s AND status IN ('waiting', 'kept', 'failed') RETURNING id
)
INSERT INTO outbox_attempt (mail_id, at, outcome, reason, message_id) SELECT id, %(at)s, 'skipped', %(reason)s, '' FROM skipped ORDER BY id
"""


@transaction.atomic
def skip_batch(batch: Batch, *, reason: str, actor: Actor, at: datetime) -> int:
    """Skip every mail of the batch that has not left and return how many. Raises: Refused, Invalid, Conflict when none is left."""
    require(policies.may_release(actor, batch))
    if not reason.strip():
        raise Invalid(_("Say why these mails are not to be sent."), field="reason")
    batch = Batch.objects.select_for_update().get(pk=batch.pk)

    with connection.cursor() as cursor:
        cursor.execute(SKIP, {"batch": batch.pk, "at": at, "reason": reason.strip()})
        count = int(cursor.rowcount)
    if not count:
        raise Conflict(_("Nothing is left to skip in “%s”.") % batch.title)
    record(actor, "outbox.batch.skipped", batch, at=at, count=count, reason=reason.strip())
    return count
