"""Hand one mail to the server and write down what came of it."""

from __future__ import annotations

import contextlib
import logging
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection as database
from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.outbox import policies
from klynge.outbox.models import Attempt, Batch, Mail, MailStatus
from klynge.outbox.queries import message_id, render_mail
from klynge.outbox.rules import smtp_answers as answers

LIFETIME = timedelta(days=3)  # how long a mail that is put off again and again goes on being tried
# The next waiting mail that nobody else holds. One that was put off waits at least five minutes, then ever longer;
# only tries since somebody last put it back ('waiting') count.
CLAIM = """
SELECT m.id FROM outbox_mail m JOIN outbox_batch b ON b.id = m.batch_id
WHERE m.batch_id = %(batch)s AND m.status = 'waiting' AND m.id > %(after)s AND b.released_at IS NOT NULL
  AND coalesce((SELECT max(a.at) + greatest(interval '5 minutes', (max(a.at) - min(a.at)) / 2) <= %(at)s
                FROM outbox_attempt a WHERE a.mail_id = m.id AND a.outcome = 'failed'
                AND a.id > coalesce((SELECT max(w.id) FROM outbox_attempt w WHERE w.mail_id = m.id AND w.outcome = 'waiting'), 0)), true)
ORDER BY m.id LIMIT 1 FOR UPDATE OF m SKIP LOCKED
"""
FIRST_FAILURE = """
SELECT min(a.at) FROM outbox_attempt a WHERE a.mail_id = %s AND a.outcome = 'failed'
AND a.id > coalesce((SELECT max(w.id) FROM outbox_attempt w WHERE w.mail_id = a.mail_id AND w.outcome = 'waiting'), 0)
"""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of one mail; after ``is_server_down`` there is no point in going on now."""

    mail_id: int
    outcome: str
    reason: str = ""
    is_server_down: bool = False


@transaction.atomic
def send_mail(batch: Batch, *, after: int, connection: BaseEmailBackend, actor: Actor, at: datetime) -> Delivery | None:
    """Send the next due mail of a released batch with an id above ``after``; None when there is none.

    The row stays locked while the server answers, and the answer is committed with it: nobody else sends it meanwhile.
    A process killed between the server's yes and the commit leaves this one mail waiting; it is sent again with the
    same Message-ID (at least once for that mail, exactly once for all others). Raises: Refused.
    """
    require(policies.may_send(actor, batch))
    if (mail := _claim(batch, after, at)) is None:
        return None

    answer = _hand_over(mail, connection)
    if answer.is_transient and _is_worn_out(mail, at):
        answer = answers.Answer(
            _("Given up after three days. %s") % answer.reason, is_transient=False, is_server_down=answer.is_server_down
        )
    outcome = MailStatus.SENT if answer.is_accepted else MailStatus.FAILED
    Attempt.objects.create(mail=mail, at=at, outcome=outcome, reason=answer.reason, message_id=message_id(mail))
    if not answer.is_transient:
        mail.status = outcome
        mail.save(update_fields=["status"])
    if mail.status == MailStatus.FAILED:
        record(actor, "outbox.mail.failed", mail, at=at, reason=answer.reason)
    return Delivery(mail.pk, outcome, answer.reason, answer.is_server_down)


def _claim(batch: Batch, after: int, at: datetime) -> Mail | None:
    with database.cursor() as cursor:
        cursor.execute(CLAIM, {"batch": batch.pk, "after": after, "at": at})
        row = cursor.fetchone()
    if row is None:
        return None
    mail: Mail = Mail.objects.get(pk=row[0])
    mail.cluster = batch.cluster  # the same object for every mail of the batch: no query each
    return mail


def _is_worn_out(mail: Mail, at: datetime) -> bool:
    with database.cursor() as cursor:
        cursor.execute(FIRST_FAILURE, [mail.pk])
        (first,) = cursor.fetchone()
    return first is not None and at - first > LIFETIME


def _hand_over(mail: Mail, connection: BaseEmailBackend) -> answers.Answer:
    """Compose and send; what can't even be composed is this mail's failure, told in its log, and does not stop the others."""
    try:
        with transaction.atomic():  # a query that fails while composing must not spoil the row we hold
            message = _compose(mail)
    except Exception as fault:
        logger.exception("Mail %s could not be composed", mail.pk)
        return answers.Answer(_("The mail could not be made: %s") % (str(fault) or type(fault).__name__))
    message.connection = connection
    try:
        _refresh(connection)
        connection.open()  # else Django opens and closes one for every message
        message.send()
    except answers.FAULTS as fault:
        with contextlib.suppress(*answers.FAULTS):  # whatever state it is in: the next mail gets a new connection
            connection.close()
        return answers.understand(fault)
    return answers.Answer(is_accepted=True)


def _refresh(connection: BaseEmailBackend) -> None:
    """Replace a connection that the server has closed since the last mail."""
    smtp = getattr(connection, "connection", None)
    if isinstance(smtp, smtplib.SMTP):
        try:
            is_alive = smtp.noop()[0] == 250
        except smtplib.SMTPServerDisconnected:
            is_alive = False
        if not is_alive:
            connection.close()


def _compose(mail: Mail) -> EmailMultiAlternatives:
    rendered = render_mail(mail, is_leaving=True)
    cluster = mail.cluster
    message = EmailMultiAlternatives(
        subject=rendered.subject,
        body=rendered.text,
        from_email=formataddr((cluster.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[formataddr((mail.to_name, mail.to_address))],
        reply_to=[answers_to] if (answers_to := mail.context.get("reply_to") or cluster.email) else None,
        headers={"Message-ID": message_id(mail), "Auto-Submitted": "auto-generated", **_unsubscribe(mail)},
    )
    if rendered.html:
        message.attach_alternative(rendered.html, "text/html")
    for file in rendered.attachments:
        message.attach(file.name, file.content, file.content_type)
    return message


def _unsubscribe(mail: Mail) -> dict[str, str]:
    """Let the reader's mail program offer to unsubscribe with one click. Source: RFC 8058."""
    if not (link := mail.context.get("unsubscribe")):
        return {}
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
