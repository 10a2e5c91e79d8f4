"""Let go of who was quoted, as part of forgetting."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Lower

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.publishing import policies
from klynge.publishing.models import Testimonial


@transaction.atomic
def blot_quoted(addresses: Iterable[str], *, cluster: Cluster, actor: Actor, at: datetime) -> int:
    """Delete what was said under one of the addresses. Returns how many. Raises: Refused."""
    require(policies.may_blot(actor, cluster))
    low = [address.lower() for address in addresses]
    count, _rows = Testimonial.objects.filter(cluster=cluster).annotate(low=Lower("email")).filter(low__in=low).delete()
    if count:
        record(actor, "publishing.quoted.blotted", cluster, at=at, rows=count)
    return int(count)
