"""Open an event for sign-up."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.events import policies
from klynge.events.models import Event
from klynge.events.queries.planning import is_paid


@transaction.atomic
def publish_event(event: Event, *, actor: Actor, at: datetime) -> Event:
    """Let people see it and sign up. Raises: Refused; Invalid where it costs something and nobody has said how it is invoiced; Conflict."""
    require(policies.may_manage(actor, event.cluster))
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    if event.published_at is not None or event.cancelled_at is not None:
        raise Conflict(_("This event was published or cancelled already."))
    if is_paid(event) and event.product is None:
        raise Invalid(
            _("Somebody pays for this event. Choose the product under which it is invoiced, so that the VAT is right."), field="product"
        )
    event.published_at, event.published_by = at, actor.name[:120]
    event.save(update_fields=["published_at", "published_by"])
    record(actor, "events.event.published", event, at=at)
    return event
