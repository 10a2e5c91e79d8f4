"""Try the mail server with a mail to oneself."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from klynge.access.actor import Actor
from klynge.access.models import Cluster, User
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.outbox import policies
from klynge.outbox.models import Batch, Mail
from klynge.outbox.queries import TEST_RULE


@transaction.atomic
def try_delivery(cluster: Cluster, *, actor: Actor, at: datetime) -> Mail:
    """Send a short mail to the actor's own address at once. Raises: Refused, Invalid for the system."""
    require(policies.may_prepare(actor, cluster))
    user = User.objects.filter(pk=actor.user_id).first()
    if user is None:
        raise Invalid(_("A test mail goes to the person who asks for it, and nobody is signed in."))

    key = f"delivery:{user.pk}:{at.isoformat()}"
    with override(user.language):
        words = {
            "subject": _("Mail works"),
            "paragraphs": [_("This mail was sent to see whether mail from %s arrives. It did.") % cluster.name],
        }
    batch = Batch.objects.create(
        cluster=cluster,
        rule=TEST_RULE,
        source_key=key,
        title=_("Test mail to %s") % user.email,
        created_at=at,
        released_at=at,
        released_by=actor.name,
    )
    mail = Mail.objects.create(
        cluster=cluster, batch=batch, rule=TEST_RULE, subject_key=key, reference_on=day_of(at), to_address=user.email, to_name=user.name,
        language=user.language, template="outbox/mail/message", context=words, created_at=at,
    )  # fmt: skip
    record(actor, "outbox.mail.tested", mail, at=at, to_address=user.email)
    jobs.announce("outbox.batch_released", cluster_id=cluster.pk, batch_id=batch.pk)
    return mail
