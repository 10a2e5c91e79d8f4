"""Offer free seats to those whose turn it is, and take back what nobody answered."""

from datetime import datetime, timedelta

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.events import policies
from klynge.events.models import Event, EventState, Registration
from klynge.events.queries.attending import seats_of
from klynge.events.rules.seating import next_up

UNANSWERED = "unanswered"  # the offer's time ran out


@transaction.atomic
def move_queue(event: Event, *, actor: Actor, at: datetime) -> list[int]:
    """Let offers run out, then offer what is free in the order of the queue; safe to run twice.

    An offer holds its seat for the event's answering time; so near to the beginning that this would pass it, the seat is given at once.
    Returns the keys of the registrations that something happened to. Raises: Refused.
    """
    require(policies.may_move_queue(actor, event.cluster))
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    if event.state_at(at) not in (EventState.PUBLISHED, EventState.CLOSED):
        return []
    living = Registration.objects.filter(event=event).living()
    lapsed = list(living.filter(offered_until_at__lte=at).order_by("pk").values_list("pk", flat=True))
    Registration.objects.filter(pk__in=lapsed).update(
        cancelled_at=at, cancelled_by=actor.name[:120], cancel_reason=UNANSWERED, offered_until_at=None
    )
    free = None if event.seats is None else event.seats - seats_of(event, at=at).taken
    turns = next_up(list(living.in_queue().values_list("pk", "party")), free=free)
    until_at = at + timedelta(hours=event.answer_hours)
    if until_at >= event.starts_at:
        Registration.objects.filter(pk__in=turns).update(seated_at=at)
    else:
        Registration.objects.filter(pk__in=turns).update(offered_until_at=until_at)
    touched = [*lapsed, *turns]
    if touched:
        record(actor, "events.queue.moved", event, at=at, offered=turns, lapsed=lapsed)
        jobs.announce("events.queue_moved", cluster_id=event.cluster_id, event_id=event.pk, registration_ids=touched)
    return touched
