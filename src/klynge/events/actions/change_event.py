"""Change an event, its price list, its questions."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict, Invalid
from klynge.events import policies
from klynge.events.models import Event, PriceRule, Question
from klynge.events.queries.attending import seats_of
from klynge.events.queries.planning import cleaned, price_rows, question_rows

TOLD = ("starts_at", "ends_at", "place", "address", "online_url")  # who has a seat is told when these change


@transaction.atomic
def change_event(
    event: Event, *, facts: dict[str, Any], prices: list[dict[str, Any]] | None = None, questions: list[dict[str, Any]] | None = None,
    actor: Actor, at: datetime,
) -> Event:  # fmt: skip
    """Change what was planned; what somebody has been promised stays. None leaves prices or questions as they are.

    Prices hold for who signs up afterwards. Raises: Refused; Invalid for fewer seats than are given; Conflict for new questions after
    somebody has answered, and for what is over or cancelled.
    """
    require(policies.may_manage(actor, event.cluster))
    event = Event.objects.select_for_update(of=("self",), no_key=True).select_related("cluster").get(pk=event.pk)
    if event.cancelled_at is not None:
        raise Conflict(_("This event is cancelled."))
    before = {name: getattr(event, name) for name in TOLD}
    for name, value in cleaned(event.cluster, facts).items():
        setattr(event, name, value)
    if event.seats is not None and event.seats < (taken := seats_of(event, at=at).taken):
        raise Invalid(
            _("%d seats are given already. Fewer than that can't be taken back here; cancel somebody first.") % taken, field="capacity"
        )
    event.save()
    if prices is not None:
        event.prices.all().delete()
        PriceRule.objects.bulk_create(price_rows(event, prices))
    if questions is not None:
        _ask_anew(event, questions)
    changed = [name for name in TOLD if getattr(event, name) != before[name]]
    record(actor, "events.event.changed", event, at=at, changed=changed)
    jobs.announce(
        "events.event_changed", cluster_id=event.cluster_id, event_id=event.pk, is_told=bool(changed) and event.published_at is not None
    )
    return event


def _ask_anew(event: Event, questions: list[dict[str, Any]]) -> None:
    rows = question_rows(event, questions)
    names = ("kind", "text", "options", "is_required", "is_after")
    if [[getattr(row, name) for name in names] for row in rows] == [
        [getattr(row, name) for name in names] for row in event.questions.all()
    ]:
        return
    if event.questions.filter(answers__isnull=False).exists():
        raise Conflict(_("Somebody has answered the questions already, so they can't be changed any more."))
    event.questions.all().delete()
    Question.objects.bulk_create(rows)
