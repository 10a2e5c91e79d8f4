"""Throw a plan away."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.events import policies
from klynge.events.models import Event


@transaction.atomic
def discard_event(event: Event, *, actor: Actor, at: datetime) -> None:
    """Delete what nobody outside has seen. Raises: Refused, Conflict once it was published."""
    require(policies.may_manage(actor, event.cluster))
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if event.published_at is not None:
        raise Conflict(_("People have seen this event. Cancel it instead."))
    record(actor, "events.event.discarded", event, at=at)
    event.delete()
