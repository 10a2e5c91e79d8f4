"""Send the link of an invitation."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Invitation
from klynge.access.policies import may_invite, require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.outbox.models import Batch, Mail
from klynge.outbox.queries import invitation_mail


@transaction.atomic
def mail_invitation(invitation: Invitation, *, site: str, organisation: str, actor: Actor, at: datetime) -> Mail:
    """Put the mail into the outbox and let it leave at once: its text was shown before. ``site`` is the address of the installation.

    The link itself is not kept in the outbox, which many may read; it is put in as the mail leaves. Raises: Refused.
    """
    require(may_invite(actor, invitation.cluster, invitation.role))
    mail = invitation_mail(invitation, site=site, organisation=organisation, at=at)
    mail.batch = Batch.objects.create(
        cluster=invitation.cluster, rule=mail.rule, source_key=mail.subject_key, title=_("Invitation of %s") % invitation,
        created_at=at, released_at=at, released_by=actor.name[:120],
    )  # fmt: skip
    mail.save()
    record(actor, "outbox.invitation.sent", mail, at=at, to_address=mail.to_address)
    jobs.announce("outbox.batch_released", cluster_id=invitation.cluster_id, batch_id=mail.batch_id)
    return mail
