"""Take the seat that was offered."""

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
from klynge.events.queries.attending import seats_of


@transaction.atomic
def accept_offer(registration: Registration, *, actor: Actor, at: datetime) -> Registration:
    """Turn an offer into a seat. Raises: Refused; Conflict when there is none, or its time has run out."""
    require(policies.may_change(actor, registration))
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=registration.event_id)
    registration = Registration.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=registration.pk)
    if registration.seated_at is not None and registration.cancelled_at is None:
        return registration
    if registration.cancelled_at is not None or registration.offered_until_at is None or registration.offered_until_at <= at:
        raise Conflict(_("The offer has run out, and the seat went to the next in the queue."))
    if event.seats is not None and seats_of(event, at=at).taken > event.seats:  # somebody with a later clock was here first
        raise Conflict(_("The offer has run out, and the seat went to the next in the queue."))
    registration.seated_at, registration.offered_until_at = at, None
    registration.save(update_fields=["seated_at", "offered_until_at"])
    record(actor, "events.offer.accepted", registration, at=at)
    jobs.announce("events.registered", cluster_id=registration.cluster_id, registration_id=registration.pk)
    return registration
