"""Send a message to oneself, as one of its readers would get it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import User
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.newsletters import policies
from klynge.newsletters.models import MessageRecipient
from klynge.newsletters.queries.merging import writer
from klynge.outbox.actions import MailDraft, prepare_mails, release_batch
from klynge.outbox.models import Batch
from klynge.outbox.queries import TEST_RULE


@transaction.atomic
def try_message(recipient: MessageRecipient, *, actor: Actor, at: datetime) -> Batch:
    """Send what this reader would get to the actor's own address, marked as a test. Raises: Refused, Invalid for the system."""
    message = recipient.message
    require(policies.may_change(actor, message))
    user = User.objects.filter(pk=actor.user_id).first()
    if user is None:
        raise Invalid(_("A test mail goes to the person who asks for it, and nobody is signed in."))

    letter = writer(message, [recipient], unsubscribe_at="", on_day=day_of(at))(recipient)
    key = f"message:{message.pk}:{recipient.pk}:{user.pk}:{at.isoformat()}"
    draft = MailDraft(
        subject_key=key, reference_on=day_of(at), to_address=user.email, to_name=user.name, language=letter.language,
        template="newsletters/mail/message", context=letter.context | {"unsubscribe": ""},
    )  # fmt: skip
    title = _("Test mail to %s") % user.email
    batch = prepare_mails(message.cluster, rule=TEST_RULE, source_key=key, title=title, mails=[draft], actor=actor, at=at)
    batch = release_batch(batch, actor=actor, at=at)
    record(actor, "newsletters.message.tried", message, at=at)
    return batch
