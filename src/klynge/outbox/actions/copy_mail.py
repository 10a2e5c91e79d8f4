"""Send a copy of a mail to oneself, to see it as the reader will."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import User
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.outbox import policies
from klynge.outbox.models import Batch, Mail
from klynge.outbox.queries import TEST_RULE


@transaction.atomic
def copy_mail(mail: Mail, *, actor: Actor, at: datetime) -> Mail:
    """Send a marked copy to the actor's own address at once; the mail itself stays as it is.

    Raises: Refused; Invalid for the system; Conflict when the text was erased.
    """
    require(policies.may_change(actor, mail))
    if mail.blotted_at:
        raise Conflict(_("What this mail said was erased; there is nothing left to send."))
    user = User.objects.filter(pk=actor.user_id).first()
    if user is None:
        raise Invalid(_("A test mail goes to the person who asks for it, and nobody is signed in."))

    key = f"mail:{mail.pk}:{user.pk}:{at.isoformat()}"
    batch = Batch.objects.create(
        cluster_id=mail.cluster_id, rule=TEST_RULE, source_key=key, title=_("Test mail to %s") % user.email, created_at=at,
        released_at=at, released_by=actor.name,
    )  # fmt: skip
    copy = Mail.objects.create(
        cluster_id=mail.cluster_id, batch=batch, rule=TEST_RULE, subject_key=key, reference_on=day_of(at), to_address=user.email, to_name=user.name,
        language=mail.language, template=mail.template, context=mail.context, attachment=mail.attachment, created_at=at,
    )  # fmt: skip
    record(actor, "outbox.mail.copied", mail, at=at, to_address=user.email)
    jobs.announce("outbox.batch_released", cluster_id=mail.cluster_id, batch_id=batch.pk)
    return copy
