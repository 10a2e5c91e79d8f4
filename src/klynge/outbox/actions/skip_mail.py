"""Decide that a mail is not to leave."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.outbox import policies
from klynge.outbox.models import Attempt, Mail, MailStatus


@transaction.atomic
def skip_mail(mail: Mail, *, reason: str, actor: Actor, at: datetime) -> Mail:
    """Skip a mail that has not left, for a reason. Raises: Refused, Invalid without a reason, Conflict when it was sent."""
    require(policies.may_change(actor, mail))
    if not reason.strip():
        raise Invalid(_("Say why this mail is not to be sent."), field="reason")
    mail = Mail.objects.select_for_update().get(pk=mail.pk)
    if mail.status in {MailStatus.SENT, MailStatus.SKIPPED}:
        raise Conflict(_("This mail was sent or skipped already; its log says when."))

    mail.status = MailStatus.SKIPPED
    mail.save(update_fields=["status"])
    Attempt.objects.create(mail=mail, at=at, outcome=MailStatus.SKIPPED, reason=reason.strip())
    record(actor, "outbox.mail.skipped", mail, at=at, reason=reason.strip())
    return mail
