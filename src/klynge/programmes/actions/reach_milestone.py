"""A milestone is reached, or it turns out that it was not."""

from datetime import date, datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.programmes import policies
from klynge.programmes.models import Milestone


@transaction.atomic
def reach_milestone(milestone: Milestone, *, reached_on: date | None, actor: Actor, at: datetime) -> Milestone:
    """Keep the day, or None to take it back. Raises: Refused."""
    require(policies.may_manage(actor, milestone.cluster))
    milestone = Milestone.objects.select_for_update(of=("self",)).select_related("programme").get(pk=milestone.pk)
    milestone.reached_on = reached_on
    milestone.save(update_fields=["reached_on"])
    record(
        actor,
        "programmes.milestone.reached",
        milestone.programme,
        at=at,
        name=milestone.name,
        on=reached_on.isoformat() if reached_on else "",
    )
    return milestone
