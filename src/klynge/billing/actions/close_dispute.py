"""Note how a dispute about an invoice ended."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Dispute
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid


@transaction.atomic
def close_dispute(dispute: Dispute, *, outcome: str, actor: Actor, at: datetime) -> Dispute:
    """Close the dispute with its outcome; reminders go on from here. Raises: Refused, Invalid, Conflict."""
    require(policies.may_remind(actor, dispute.cluster))
    dispute = Dispute.objects.select_for_update(of=("self",)).select_related("invoice").get(pk=dispute.pk)
    if not outcome.strip():
        raise Invalid(_("Say how it ended."), field="outcome")
    if dispute.closed_on is not None:
        raise Conflict(_("This dispute is closed already."))

    dispute.closed_on, dispute.outcome = max(day_of(at), dispute.opened_on), outcome.strip()[:300]
    dispute.save(update_fields=["closed_on", "outcome"])
    record(actor, "billing.dispute.closed", dispute, at=at, outcome=dispute.outcome)
    return dispute
