"""Disconnect a program."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.webhooks import policies
from klynge.webhooks.models import Delivery, DeliveryState, Endpoint


@transaction.atomic
def remove_endpoint(endpoint: Endpoint, *, actor: Actor, at: datetime) -> Endpoint:
    """Tell it nothing more; what it was told stays in the log. Safe to run twice. Raises: Refused."""
    require(policies.may_manage(actor, endpoint.cluster))
    endpoint = Endpoint.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=endpoint.pk)
    if endpoint.removed_at is None:
        endpoint.removed_at = at
        endpoint.save(update_fields=["removed_at"])
        Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING).update(state=DeliveryState.FAILED, next_at=None)
        record(actor, "webhooks.endpoint.removed", endpoint, at=at)
    return endpoint
