"""Mend the plan that holds, on the day."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.meetings import policies
from klynge.meetings.actions.store_plan import store_plan
from klynge.meetings.models import MeetingDay, MeetingPlan, Publication
from klynge.meetings.queries.instance import current_plan, instance_of
from klynge.meetings.rules.checking import faults
from klynge.meetings.rules.first_plan import first_plan


@transaction.atomic
def repair_plan(day: MeetingDay, *, actor: Actor, at: datetime) -> MeetingPlan:
    """Publish a version in which all meetings that can still be held stay; the others, and those of walk-ins, go into the gaps that are to come.

    Raises: Refused, Conflict when nothing is published or not even what stays keeps the rules.
    """
    require(policies.may_arrange(actor, day.cluster))
    day = MeetingDay.objects.select_for_update(of=("self",)).get(pk=day.pk)
    before = current_plan(day)
    if before is None:
        raise Conflict(_("Nothing is published yet, so there is nothing to mend. Plan the day."))
    instance = instance_of(day, before.meetings.filter(slot__isnull=False), not_before=at)
    slots = first_plan(instance.day)
    if faults(instance.day, slots):
        raise Conflict(_("The meetings that stay break a rule of the day, such as fewer tables. Plan the day anew."))
    plan = store_plan(day, instance=instance, slots=slots, proved=[], actor=actor, at=at)
    Publication.objects.create(plan=plan, published_at=at, published_by=actor.name[:120])
    record(actor, "meetings.plan.repaired", day, at=at, number=plan.number, before=before.number)
    return plan
