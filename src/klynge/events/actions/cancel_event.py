"""Cancel an event."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict, Invalid
from klynge.events import policies
from klynge.events.models import Event, Registration


@transaction.atomic
def cancel_event(event: Event, *, reason: str, actor: Actor, at: datetime) -> Event:
    """Cancel it for everybody: all are told, and what was invoiced is credited. Raises: Refused, Invalid without a reason, Conflict."""
    require(policies.may_manage(actor, event.cluster))
    if not reason.strip():
        raise Invalid(_("Say why: everybody who was coming is told."), field="reason")
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    if event.published_at is None or event.cancelled_at is not None or event.ends_at <= at:
        raise Conflict(_("Only an event that is published and not over can be cancelled."))
    event.cancelled_at, event.cancelled_by, event.cancel_reason = at, actor.name[:120], reason.strip()[:300]
    event.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    living = Registration.objects.filter(event=event).living()
    ids = list(living.order_by("pk").values_list("pk", flat=True))
    living.update(cancelled_at=at, cancelled_by=actor.name[:120], cancel_reason=event.cancel_reason[:200])
    record(actor, "events.event.cancelled", event, at=at, reason=event.cancel_reason, registrations=len(ids))
    jobs.announce("events.event_cancelled", cluster_id=event.cluster_id, event_id=event.pk, registration_ids=ids)
    return event
