"""A reader follows the link in an edition and wants no more of them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.actions import unsubscribe_contact
from klynge.newsletters import policies
from klynge.newsletters.models import EditionReader
from klynge.outbox.models import Attempt, Mail, MailStatus


@transaction.atomic
def leave_newsletter(reader: EditionReader, *, actor: Actor, at: datetime) -> EditionReader:
    """End the subscription; what waits for the address in the outbox does not leave. Safe to follow twice. Raises: Refused."""
    require(policies.may_serve(actor, reader.cluster))
    reader = EditionReader.objects.select_for_update(of=("self",)).select_related("subscription", "cluster").get(pk=reader.pk)
    unsubscribe_contact(reader.subscription, actor=actor, at=at)
    if reader.left_at is None:
        reader.left_at = at
        reader.save(update_fields=["left_at"])
        mails = Mail.objects.filter(cluster=reader.cluster, rule="newsletters.edition", to_address__iexact=reader.subscription.address)
        waiting = list(mails.filter(status=MailStatus.WAITING).select_for_update().values_list("pk", flat=True))
        Mail.objects.filter(pk__in=waiting).update(status=MailStatus.SKIPPED)
        Attempt.objects.bulk_create(Attempt(mail_id=pk, at=at, outcome=MailStatus.SKIPPED, reason=_("Has unsubscribed.")) for pk in waiting)
        record(actor, "newsletters.edition.left", reader, at=at)
    return reader
