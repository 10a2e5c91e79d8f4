"""Sign hours, so that they count."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.programmes import policies
from klynge.programmes.models import Hours, Programme


@transaction.atomic
def sign_hours(programme: Programme, *, ids: Collection[int], actor: Actor, at: datetime) -> int:
    """Freeze those of the programme's hours that are not signed yet, at the rate of today; return how many. Safe to run twice. Raises: Refused."""
    require(policies.may_sign(actor, programme.cluster))
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    rows = Hours.objects.filter(participation__programme=programme, pk__in=list(ids), signed_at__isnull=True)
    count = rows.update(signed_at=at, signed_by=actor.name[:120], rate_minor=programme.hour_rate_minor)
    if count:
        record(actor, "programmes.hours.signed", programme, at=at, count=count, rate_minor=programme.hour_rate_minor)
        jobs.announce("programmes.hours_signed", cluster_id=programme.cluster_id)
    return count
