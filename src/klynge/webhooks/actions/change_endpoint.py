"""Change where a program is and what it is told."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.webhooks import policies
from klynge.webhooks.models import Endpoint
from klynge.webhooks.queries.endpoints import cleaned, locked


@transaction.atomic
def change_endpoint(
    endpoint: Endpoint, *, label: str, url: str, areas: Sequence[str], is_private_allowed: bool = False, actor: Actor, at: datetime
) -> Endpoint:
    """Keep the new facts; what waits goes to the new address. Raises: Refused; Invalid with the field; Conflict when it was removed."""
    require(policies.may_manage(actor, endpoint.cluster))
    endpoint = locked(endpoint)
    facts = cleaned(label=label, url=url, areas=areas, is_private_allowed=is_private_allowed)
    changed = [name for name, value in facts.items() if getattr(endpoint, name) != value]
    if changed:
        for name in changed:
            setattr(endpoint, name, facts[name])
        endpoint.save(update_fields=changed)
        record(actor, "webhooks.endpoint.changed", endpoint, at=at, fields=changed)
    return endpoint
