"""Put the mails of reminders into the outbox, where somebody looks at them before they leave."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Reminder
from klynge.billing.rules import fik, formats
from klynge.outbox.actions import MailDraft, prepare_mails
from klynge.outbox.models import Batch

RULE = "billing.reminder"


@transaction.atomic
def prepare_reminder_mails(cluster: Cluster, *, reminder_ids: Sequence[int], actor: Actor, at: datetime) -> Batch | None:
    """Prepare one mail for each reminder, with the invoice as PDF; safe to run twice. Raises: Refused."""
    require(policies.may_remind(actor, cluster))
    reminders = list(Reminder.objects.filter(cluster=cluster, pk__in=reminder_ids).select_related("invoice").order_by("id"))
    if not reminders:
        return None

    day = reminders[0].sent_on
    batch = prepare_mails(
        cluster, rule=RULE, source_key=f"reminders:{day.isoformat()}", title=_("Reminders of %s") % formats.day(day, cluster.locale),
        mails=list(_drafts(reminders)), actor=actor, at=at,
    )  # fmt: skip
    record(actor, "billing.reminder_mails.prepared", cluster, at=at, cluster_id=cluster.pk, count=len(reminders))
    return batch


def _drafts(reminders: Sequence[Reminder]) -> Iterator[MailDraft]:
    for one in reminders:
        invoice, language = one.invoice, one.invoice.language
        creditor = invoice.seller.get("fik_creditor", "")
        yield MailDraft(
            subject_key=f"{RULE}:{one.pk}",
            reference_on=one.sent_on,
            to_address=invoice.buyer["email"],
            to_name=invoice.buyer["attention"] or invoice.buyer["name"],
            language=language,
            template="billing/mail/reminder",
            context={
                "number": invoice.number,
                "step": one.number,
                "buyer": invoice.buyer["name"],
                "open": formats.amount_with_currency(one.open_minor, one.currency, language),
                "charges": formats.amount_with_currency(one.charges_minor, one.currency, language) if one.charges_minor else "",
                "due": formats.day(invoice.due_on, language),
                "deadline": formats.day(one.deadline_on, language),
                "text": one.text,
                "payment_line": fik.print_line(invoice.payment_id, creditor) if creditor and invoice.payment_id else "",
            },
            attachment={"kind": "billing.invoice_pdf", "id": invoice.pk},
        )
