"""Plan an event."""

from datetime import datetime
from typing import Any

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.slugs import slug_of
from klynge.events import policies
from klynge.events.models import Event, PriceRule, Question
from klynge.events.queries.planning import cleaned, price_rows, question_rows


@transaction.atomic
def plan_event(
    cluster: Cluster, *, facts: dict[str, Any], prices: list[dict[str, Any]] | None = None, questions: list[dict[str, Any]] | None = None,
    actor: Actor, at: datetime,
) -> Event:  # fmt: skip
    """Keep a draft with its price list and its questions; nobody outside the office sees it. Raises: Refused, Invalid."""
    require(policies.may_manage(actor, cluster))
    Cluster.objects.select_for_update(of=("self",), no_key=True).get(pk=cluster.pk)  # one address at a time
    given = cleaned(cluster, facts)
    taken = set(Event.objects.filter(cluster=cluster).values_list("slug", flat=True))
    slug = slug_of(given["title"][cluster.locale] or given["title"]["en"], taken=taken)
    event: Event = Event.objects.create(cluster=cluster, slug=slug, **given)
    PriceRule.objects.bulk_create(price_rows(event, prices or []))
    Question.objects.bulk_create(question_rows(event, questions or []))
    record(actor, "events.event.planned", event, at=at)
    return event
