"""Let a program rest, or go on."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.webhooks import policies
from klynge.webhooks.models import Endpoint
from klynge.webhooks.queries.endpoints import locked


@transaction.atomic
def pause_endpoint(endpoint: Endpoint, *, is_paused: bool, actor: Actor, at: datetime) -> Endpoint:
    """Send nothing to it, or again; what happens meanwhile is gathered and sent when it goes on. Safe to run twice. Raises: Refused, Conflict."""
    require(policies.may_manage(actor, endpoint.cluster))
    endpoint = locked(endpoint)
    if (endpoint.paused_at is not None) != is_paused:
        endpoint.paused_at, endpoint.pause_reason, endpoint.failing_since = at if is_paused else None, "", None
        endpoint.save(update_fields=["paused_at", "pause_reason", "failing_since"])
        record(actor, "webhooks.endpoint.paused" if is_paused else "webhooks.endpoint.resumed", endpoint, at=at)
    return endpoint
