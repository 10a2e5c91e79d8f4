"""Gather what happened into messages."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.webhooks import policies
from klynge.webhooks.models import Endpoint
from klynge.webhooks.queries.telling import gather_into


@transaction.atomic
def gather_messages(endpoint: Endpoint, *, actor: Actor, at: datetime) -> int:
    """Add a message for every change that the endpoint is to be told of and was not; return how many. Safe to run twice and beside itself.

    The messages are their own record. Raises: Refused.
    """
    require(policies.may_tell(actor, endpoint.cluster))
    endpoint = Endpoint.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=endpoint.pk)
    if endpoint.removed_at is not None:
        return 0
    count, latest = gather_into(endpoint, at=at)
    if latest > endpoint.seen_event:
        endpoint.seen_event = latest
        endpoint.save(update_fields=["seen_event"])
    return count
