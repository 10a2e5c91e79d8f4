"""Put a mail back among those waiting."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict, Invalid
from klynge.outbox import policies
from klynge.outbox.models import Attempt, Mail, MailStatus
from klynge.outbox.queries import is_address


@transaction.atomic
def retry_mail(mail: Mail, *, actor: Actor, at: datetime, to_address: str = "") -> Mail:
    """Let a kept, skipped or failed mail wait again, to a corrected address if given; it leaves if its batch is released.

    Raises: Refused, Invalid without a usable address, Conflict when it was sent or is waiting.
    """
    require(policies.may_change(actor, mail))
    mail = Mail.objects.select_for_update(of=("self",)).select_related("batch").get(pk=mail.pk)
    if mail.blotted_at:
        raise Conflict(_("What this mail said was erased; there is nothing left to send."))
    if mail.status in {MailStatus.SENT, MailStatus.WAITING}:
        raise Conflict(_("This mail was sent or is waiting already; its log says when."))
    before, address = mail.to_address, to_address.strip() or mail.to_address
    if not is_address(address):
        raise Invalid(_("“%s” is not an e-mail address. Write the right one and try again.") % address, field="to_address")

    mail.status, mail.to_address = MailStatus.WAITING, address
    mail.save(update_fields=["status", "to_address"])
    Attempt.objects.create(mail=mail, at=at, outcome=MailStatus.WAITING, reason=_("Put back by %s.") % actor.name)
    record(actor, "outbox.mail.retried", mail, at=at, before={"to_address": before}, after={"to_address": address})
    if mail.batch and mail.batch.released_at:
        jobs.announce("outbox.batch_released", cluster_id=mail.cluster_id, batch_id=mail.batch_id)
    return mail
