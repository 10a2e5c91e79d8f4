"""Put mails into the outbox, where somebody looks at them before they leave."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.outbox import policies
from klynge.outbox.models import Attempt, Batch, Mail, MailStatus
from klynge.outbox.queries import is_address

CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class MailDraft:
    """A mail as a room asks for it; rule, subject_key and reference_on together can exist once only."""

    subject_key: str  # "billing.invoice:42"
    reference_on: date
    to_address: str
    to_name: str
    language: str  # "da" or "en"
    template: str  # "billing/mail/invoice"
    context: Mapping[str, Any]  # plain data (JSON)
    attachment: Mapping[str, Any] = field(default_factory=dict)  # {"kind": "billing.invoice_pdf", "id": 42}
    skip_reason: str = ""  # why it is not to be sent, unless somebody puts it back


@transaction.atomic
def prepare_mails(
    cluster: Cluster, *, rule: str, source_key: str, title: str, mails: Sequence[MailDraft], actor: Actor, at: datetime
) -> Batch:
    """Add the mails that don't exist yet to the source's open batch and return it; safe to run twice.

    A draft without a usable address, or with a reason to skip it, is skipped with the reason. When the source's batch was released already,
    newcomers get a batch of their own, so that nothing leaves unseen. Raises: Refused.
    """
    require(policies.may_prepare(actor, cluster))
    _one_at_a_time(f"outbox.prepare:{cluster.pk}:{rule}")
    batches = Batch.objects.select_for_update().filter(cluster=cluster, rule=rule, source_key__regex=rf"^{re.escape(source_key)}(#\d+)?$")
    latest = batches.order_by("-id").first()
    newcomers = _without_known(cluster, rule, mails)
    if latest and not newcomers:
        return latest

    batch = latest if latest and latest.released_at is None else None
    if batch is None:
        key = source_key if latest is None else f"{source_key}#{batches.count() + 1}"
        batch = Batch.objects.create(cluster=cluster, rule=rule, source_key=key, title=title[:160], created_at=at)
    _insert(batch, newcomers, at)
    skipped = _explain_skipped(batch, {mail.subject_key: mail.skip_reason for mail in newcomers}, at)
    record(actor, "outbox.batch.prepared", batch, at=at, count=len(newcomers), skipped=skipped)
    return batch


def _one_at_a_time(key: str) -> None:
    """Let one transaction at a time prepare for this rule; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _without_known(cluster: Cluster, rule: str, mails: Sequence[MailDraft]) -> list[MailDraft]:
    fresh = {(mail.subject_key, mail.reference_on): mail for mail in mails}
    keys = [key for key, _day in fresh]
    for start in range(0, len(keys), CHUNK):
        known = Mail.objects.filter(cluster=cluster, rule=rule, subject_key__in=keys[start : start + CHUNK])
        for key in known.values_list("subject_key", "reference_on"):
            fresh.pop(key, None)
    return list(fresh.values())


def _insert(batch: Batch, drafts: Sequence[MailDraft], at: datetime) -> None:
    rows = (
        Mail(
            cluster_id=batch.cluster_id, batch=batch, rule=batch.rule, subject_key=draft.subject_key, reference_on=draft.reference_on,
            to_address=draft.to_address.strip()[:254], to_name=_one_line(draft.to_name), language=draft.language, template=draft.template,
            context=dict(draft.context), attachment=dict(draft.attachment), created_at=at,
            status=MailStatus.WAITING if is_address(draft.to_address) and not draft.skip_reason else MailStatus.SKIPPED,
        )
        for draft in drafts
    )  # fmt: skip
    Mail.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)


def _explain_skipped(batch: Batch, given: Mapping[str, str], at: datetime) -> int:
    missing, invalid = _("There is no e-mail address."), _("“%s” is not an e-mail address.")
    unexplained = Mail.objects.filter(batch=batch, status=MailStatus.SKIPPED, attempts__isnull=True).values_list(
        "pk", "subject_key", "to_address"
    )
    reasons = [
        Attempt(mail_id=pk, at=at, outcome=MailStatus.SKIPPED, reason=given.get(key) or (invalid % address if address else missing))
        for pk, key, address in unexplained.order_by("pk")
    ]
    return len(Attempt.objects.bulk_create(reasons, batch_size=CHUNK))


def _one_line(text: str) -> str:
    """A line break in a name would be a new header in the mail."""
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()[:160]
