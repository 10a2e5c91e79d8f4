"""Begin a text."""

from datetime import datetime
from typing import Any

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.publishing import policies
from klynge.publishing.models import Release
from klynge.publishing.queries.releases import cleaned


@transaction.atomic
def write_release(cluster: Cluster, *, facts: dict[str, Any], actor: Actor, at: datetime) -> Release:
    """Keep a draft; nobody outside the office sees it. ``facts`` are named as in the model. Raises: Refused, Invalid."""
    require(policies.may_write(actor, cluster))
    release = Release.objects.create(cluster=cluster, changed_at=at, changed_by=actor.name[:120], **cleaned(cluster, facts))
    record(actor, "publishing.release.written", release, at=at)
    return release
