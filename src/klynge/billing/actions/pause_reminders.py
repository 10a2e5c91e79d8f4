"""Send no reminders for a while."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Invoice, ReminderPause
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.directory.models import Organisation


@transaction.atomic
def pause_reminders(
    organisation: Organisation, *, cluster: Cluster, until_on: date, reason: str, actor: Actor, at: datetime, invoice: Invoice | None = None
) -> ReminderPause:
    """Send the organisation no reminders before ``until_on``, of one invoice or of any; what is owed stays owed.

    Raises: Refused, Invalid for a day that is not ahead, without a reason, or for another organisation's invoice.
    """
    require(policies.may_remind(actor, cluster))
    if until_on <= day_of(at):
        raise Invalid(_("Give a day that is still ahead."), field="until_on")
    if not reason.strip():
        raise Invalid(_("Say why there are no reminders until then."), field="reason")
    if invoice is not None and (invoice.organisation_id, invoice.cluster_id) != (organisation.pk, cluster.pk):
        raise Invalid(_("Invoice %s is another organisation's.") % invoice.number, field="invoice")

    pause: ReminderPause = ReminderPause.objects.create(
        cluster=cluster, organisation=organisation, invoice=invoice, from_on=day_of(at), until_on=until_on, reason=reason.strip()[:300]
    )
    record(actor, "billing.reminders.paused", pause, at=at, until_on=str(until_on), reason=pause.reason)
    return pause
