"""Give a program another secret."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.webhooks import policies
from klynge.webhooks.models import Endpoint
from klynge.webhooks.queries.endpoints import key_of, locked
from klynge.webhooks.rules.signing import secret_text


@transaction.atomic
def rotate_secret(endpoint: Endpoint, *, actor: Actor, at: datetime) -> str:
    """Return the new secret; for a day the former one signs beside it. Raises: Refused, Conflict."""
    require(policies.may_manage(actor, endpoint.cluster))
    endpoint = locked(endpoint)
    endpoint.generation += 1
    endpoint.rotated_at = at
    endpoint.save(update_fields=["generation", "rotated_at"])
    record(actor, "webhooks.endpoint.rotated", endpoint, at=at)
    return secret_text(key_of(endpoint))
