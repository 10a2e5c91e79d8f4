"""Let a message leave, once."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.newsletters import policies
from klynge.newsletters.models import Message, MessageRecipient
from klynge.newsletters.queries.drafts import locked, locked_draft
from klynge.newsletters.queries.merging import writer
from klynge.newsletters.queries.recipients import judged
from klynge.outbox.actions import MailDraft, prepare_mails, release_batch

RULES = {"service": "newsletters.service", "marketing": "newsletters.marketing"}


@transaction.atomic
def release_message(message: Message, *, unsubscribe_at: str, actor: Actor, at: datetime) -> Message:
    """Put one mail for each reader into the outbox and let them leave; who is left out is judged now, and written down.

    One transaction with a constant number of queries: killed in the midst, nothing has happened. A message that has left already is
    returned as it is, so a second click sends nothing. ``unsubscribe_at`` is the address to which each reader's token is added.
    Raises: Refused, Conflict when it was discarded or nobody would get it.
    """
    require(policies.may_change(actor, message))
    message = locked(message)
    if message.released_at is not None:
        return message
    message = locked_draft(message)
    rows = list(judged(message))
    readers = [row for row in rows if not row.reason]
    if not readers:
        raise Conflict(_("Nobody would get this message: everybody is left out. See why in the list of readers."))

    drafts = list(_drafts(message, readers, unsubscribe_at, at))
    batch = prepare_mails(
        message.cluster, rule=RULES[message.kind], source_key=f"message:{message.pk}", title=str(message), mails=drafts, actor=actor, at=at
    )
    message.batch = release_batch(batch, actor=actor, at=at)
    message.released_at, message.released_by = at, actor.name[:120]
    message.save(update_fields=["batch", "released_at", "released_by"])
    _write_down(rows)
    record(actor, "newsletters.message.released", message, at=at, count=len(readers), left_out=len(rows) - len(readers))
    return message


def _drafts(message: Message, readers: Sequence[MessageRecipient], unsubscribe_at: str, at: datetime) -> Iterator[MailDraft]:
    today = day_of(at)
    write = writer(message, readers, unsubscribe_at=unsubscribe_at, on_day=today)
    for row in readers:
        letter = write(row)
        yield MailDraft(
            subject_key=f"newsletters.recipient:{row.pk}", reference_on=today, to_address=row.address, to_name=row.person.name,
            language=letter.language, template="newsletters/mail/message", context=letter.context,
        )  # fmt: skip


def _write_down(rows: Sequence[MessageRecipient]) -> None:
    for reason in {row.reason for row in rows if row.reason}:
        MessageRecipient.objects.filter(pk__in=[row.pk for row in rows if row.reason == reason]).update(left_out=reason)
