"""Connect a program that is told what happens."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.audit.models import AuditEvent
from klynge.webhooks import policies
from klynge.webhooks.models import Endpoint
from klynge.webhooks.queries.endpoints import cleaned, key_of
from klynge.webhooks.rules.signing import secret_text


@transaction.atomic
def add_endpoint(
    cluster: Cluster, *, label: str, url: str, areas: Sequence[str], is_private_allowed: bool = False, actor: Actor, at: datetime
) -> tuple[Endpoint, str]:
    """Tell the address from now on about these areas; return it with its secret. Raises: Refused, Invalid with the field."""
    require(policies.may_manage(actor, cluster))
    facts = cleaned(label=label, url=url, areas=areas, is_private_allowed=is_private_allowed)
    latest = AuditEvent.objects.filter(cluster=cluster).aggregate(latest=Max("pk"))["latest"] or 0
    endpoint: Endpoint = Endpoint.objects.create(
        cluster=cluster, born_event=latest, seen_event=latest, made_at=at, made_by=actor.name[:120], **facts
    )
    record(actor, "webhooks.endpoint.added", endpoint, at=at, areas=endpoint.areas)
    return endpoint, secret_text(key_of(endpoint))
