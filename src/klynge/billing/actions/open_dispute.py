"""Note that the buyer disputes an invoice."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Dispute, Invoice, InvoiceKind
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid


@transaction.atomic
def open_dispute(invoice: Invoice, *, reason: str, actor: Actor, at: datetime) -> Dispute:
    """Keep why the buyer does not agree; there are no reminders until it is closed. Raises: Refused, Invalid, Conflict."""
    require(policies.may_remind(actor, invoice.cluster))
    invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    if not reason.strip():
        raise Invalid(_("Say what the buyer does not agree with."), field="reason")
    if invoice.kind != InvoiceKind.INVOICE:
        raise Invalid(_("Only an invoice can be disputed."))
    if invoice.disputes.filter(closed_on__isnull=True).exists():
        raise Conflict(_("Invoice %s is disputed already.") % invoice.number)

    dispute: Dispute = Dispute.objects.create(
        cluster_id=invoice.cluster_id, invoice=invoice, opened_on=day_of(at), reason=reason.strip()[:300]
    )
    record(actor, "billing.dispute.opened", dispute, at=at, reason=dispute.reason)
    return dispute
