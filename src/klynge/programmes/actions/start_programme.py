"""Start a programme."""

from datetime import datetime
from typing import Any

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.programmes import policies
from klynge.programmes.models import Programme
from klynge.programmes.queries.planning import cleaned


@transaction.atomic
def start_programme(cluster: Cluster, *, facts: dict[str, Any], actor: Actor, at: datetime) -> Programme:
    """Keep a programme; ``facts`` as on the model, money in minor units. Raises: Refused; Invalid with the field."""
    require(policies.may_manage(actor, cluster))
    programme: Programme = Programme.objects.create(cluster=cluster, **cleaned(cluster, facts))
    record(actor, "programmes.programme.started", programme, at=at)
    return programme
