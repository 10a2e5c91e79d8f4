"""Send a program a message that says nothing, to see whether it arrives."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.webhooks import policies
from klynge.webhooks.models import Delivery, Endpoint
from klynge.webhooks.queries.endpoints import locked
from klynge.webhooks.rules.topics import TRY


@transaction.atomic
def try_endpoint(endpoint: Endpoint, *, actor: Actor, at: datetime) -> Delivery:
    """Put a message of its own kind on its way. Raises: Refused; Conflict when it was removed."""
    require(policies.may_manage(actor, endpoint.cluster))
    endpoint = locked(endpoint)
    payload = {
        "type": TRY,
        "timestamp": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "data": {"cluster": endpoint.cluster.slug, "object": "", "id": None},
    }
    made: Delivery = Delivery.objects.create(
        cluster=endpoint.cluster, endpoint=endpoint, message_id=f"msg_{uuid4().hex}", topic=TRY, payload=payload, made_at=at, next_at=at
    )
    record(actor, TRY, endpoint, at=at)
    jobs.enqueue("webhooks.send", cluster_id=endpoint.cluster_id, endpoint_id=endpoint.pk)
    return made
