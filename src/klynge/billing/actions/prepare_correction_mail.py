"""Put the letter about a refund or an agreement into the outbox, where somebody looks at it before it leaves."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import InstalmentPlan, Refund
from klynge.billing.queries import buyer_snapshot
from klynge.billing.queries.correction_pdf import KIND, language_of
from klynge.billing.rules import formats
from klynge.outbox.actions import MailDraft, prepare_mails
from klynge.outbox.models import Batch


@transaction.atomic
def prepare_correction_mail(made: Refund | InstalmentPlan, *, actor: Actor, at: datetime) -> Batch:
    """Prepare one mail to the billing contact with the document as PDF; safe to run twice. Raises: Refused."""
    cluster = made.cluster
    require(policies.may_remind(actor, cluster))
    draft = _refund(made) if isinstance(made, Refund) else _plan(made)
    key = draft.subject_key
    batch = prepare_mails(
        cluster,
        rule="billing.correction",
        source_key=key,
        title=_("Letter to %s") % (draft.to_name or "–"),
        mails=[draft],
        actor=actor,
        at=at,
    )
    record(actor, "billing.correction_mail.prepared", made, at=at)
    return batch


def _refund(made: Refund) -> MailDraft:
    buyer = buyer_snapshot(made.payment.organisation, cluster=made.cluster, on=made.paid_on)
    facts = {"number": made.number, "account": made.to_account, "reason": made.reason}
    return _draft(made, buyer, made.paid_on, "refund", {**facts, "amount": made.amount_minor})


def _plan(made: InstalmentPlan) -> MailDraft:
    facts = {"number": made.invoice.number, "count": made.parts.count()}
    return _draft(made, made.invoice.buyer, made.agreed_on, "plan", {**facts, "amount": made.open_minor})


def _draft(made: Refund | InstalmentPlan, buyer: dict[str, str], on: date, of: str, facts: dict[str, Any]) -> MailDraft:
    language = language_of(made)
    return MailDraft(
        subject_key=f"billing.{of}:{made.pk}",
        reference_on=on,
        to_address=buyer["email"],
        to_name=buyer["attention"] or buyer["name"],
        language=language,
        template=f"billing/mail/{of}",
        context={
            **facts,
            "buyer": buyer["name"],
            "amount": formats.amount_with_currency(facts["amount"], made.currency, language),
            "day": formats.day(on, language),
        },
        attachment={"kind": KIND, "of": of, "id": made.pk},
    )
