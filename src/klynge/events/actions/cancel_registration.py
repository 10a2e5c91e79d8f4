"""Somebody does not come after all."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict
from klynge.events import policies
from klynge.events.models import Event, Registration


@transaction.atomic
def cancel_registration(registration: Registration, *, reason: str = "", actor: Actor, at: datetime) -> Registration:
    """Give a seat, an offer or a place in the queue back; who waits moves up. Raises: Refused; Conflict when it is done or the event is over."""
    require(policies.may_change(actor, registration))
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=registration.event_id)
    registration = Registration.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=registration.pk)
    if registration.cancelled_at is not None:
        raise Conflict(_("This was cancelled already."))
    if event.ends_at <= at:
        raise Conflict(_("The event is over."))
    registration.cancelled_at, registration.cancelled_by, registration.cancel_reason = at, actor.name[:120], reason.strip()[:200]
    registration.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    record(actor, "events.registration.cancelled", registration, at=at, reason=registration.cancel_reason)
    jobs.announce("events.cancelled", cluster_id=event.cluster_id, event_id=event.pk, registration_id=registration.pk)
    return registration
