"""Send a message once more."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.webhooks import policies
from klynge.webhooks.models import Delivery, DeliveryState
from klynge.webhooks.queries.endpoints import locked


@transaction.atomic
def resend_delivery(delivery: Delivery, *, actor: Actor, at: datetime) -> Delivery:
    """Put the same message, with its own identity, back on its way; its tries begin anew. Raises: Refused; Conflict when the endpoint was removed."""
    require(policies.may_manage(actor, delivery.endpoint.cluster))
    endpoint = locked(delivery.endpoint)
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    delivery.state, delivery.tries, delivery.next_at = DeliveryState.WAITING, 0, at
    delivery.save(update_fields=["state", "tries", "next_at"])
    record(actor, "webhooks.delivery.resent", endpoint, at=at, message=delivery.message_id)
    jobs.enqueue("webhooks.send", cluster_id=endpoint.cluster_id, endpoint_id=endpoint.pk)
    return delivery
