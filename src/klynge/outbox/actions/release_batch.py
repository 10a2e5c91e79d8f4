"""Let a batch of mails leave."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict
from klynge.outbox import policies
from klynge.outbox.models import Batch, Mail, MailStatus


@transaction.atomic
def release_batch(batch: Batch, *, actor: Actor, at: datetime) -> Batch:
    """Release the batch; its mails are then sent in the background. Raises: Refused, Conflict when released or empty."""
    require(policies.may_release(actor, batch))
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.released_at is not None:
        raise Conflict(_("“%(title)s” was released already, by %(who)s.") % {"title": batch.title, "who": batch.released_by})
    if not (count := Mail.objects.filter(batch=batch, status=MailStatus.WAITING).count()):
        raise Conflict(_("There is nothing to send in “%s”: no mail is waiting.") % batch.title)

    batch.released_at, batch.released_by = at, actor.name
    batch.save(update_fields=["released_at", "released_by"])
    record(actor, "outbox.batch.released", batch, at=at, count=count)
    jobs.announce("outbox.batch_released", cluster_id=batch.cluster_id, batch_id=batch.pk)
    return batch
