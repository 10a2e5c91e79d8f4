"""Let reminders go on before the pause was to end."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import ReminderPause
from klynge.core.clock import day_of
from klynge.core.errors import Conflict


@transaction.atomic
def end_pause(pause: ReminderPause, *, actor: Actor, at: datetime) -> ReminderPause:
    """End the pause today. Raises: Refused, Conflict when it is over."""
    require(policies.may_remind(actor, pause.cluster))
    pause = ReminderPause.objects.select_for_update(of=("self",)).get(pk=pause.pk)
    if pause.until_on <= day_of(at):
        raise Conflict(_("This pause is over already."))

    pause.until_on = max(day_of(at), pause.from_on + timedelta(days=1))
    pause.save(update_fields=["until_on"])
    record(actor, "billing.pause.ended", pause, at=at)
    return pause
