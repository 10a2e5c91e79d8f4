"""End the search for a plan and keep the version that it found."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.meetings import policies
from klynge.meetings.actions.store_plan import store_plan
from klynge.meetings.models import MeetingPlan, Planning
from klynge.meetings.queries.instance import plan_from, planned_instance
from klynge.meetings.rules.checking import faults


@transaction.atomic
def end_planning(planning: Planning, *, actor: Actor, at: datetime) -> MeetingPlan | None:
    """Store the best plan as a new version. None: there is none, or the day has changed meanwhile so that it doesn't hold. Safe to run twice. Raises: Refused."""
    require(policies.may_search(actor, planning.day))
    planning = Planning.objects.select_for_update(of=("self",)).select_related("day").get(pk=planning.pk)
    if planning.ended_at is not None:
        return planning.plan
    instance = planned_instance(planning)
    if planning.slots is not None:
        found = plan_from(instance, planning.pairs, planning.slots)
        if not faults(instance.day, found):
            last = planning.steps.order_by("-pk").first()
            proved = last.proved if last and len(found) == len(planning.slots) else []
            planning.plan = store_plan(planning.day, instance=instance, slots=found, proved=proved, actor=actor, at=at)
    planning.ended_at = at
    planning.save(update_fields=["plan", "ended_at"])
    record(actor, "meetings.planning.ended", planning.day, at=at, plan=planning.plan.number if planning.plan else None)
    return planning.plan
