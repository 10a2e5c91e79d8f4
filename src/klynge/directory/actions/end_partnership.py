"""End a core partnership."""

from datetime import date, datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory import policies
from klynge.directory.models import Partnership, end_spans


@transaction.atomic
def end_partnership(partnership: Partnership, *, on: date, actor: Actor, at: datetime) -> None:
    """End the partnership: ``on`` is the first day without it; one that began that day or later is taken away. Raises: Refused."""
    require(policies.may_register(actor, partnership.cluster))
    end_spans(Partnership.objects.filter(pk=partnership.pk), on)
    facts = {"role": partnership.role, "on": on.isoformat()}
    record(actor, "directory.organisation.unpartnered", partnership.organisation, at=at, cluster_id=partnership.cluster_id, **facts)
