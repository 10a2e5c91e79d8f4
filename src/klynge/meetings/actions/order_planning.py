"""Order a plan, which a job searches for."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict, Invalid
from klynge.meetings import policies
from klynge.meetings.models import MeetingDay, Planning
from klynge.meetings.queries.instance import current_plan, instance_of


@transaction.atomic
def order_planning(day: MeetingDay, *, keeps_confirmed: bool, actor: Actor, at: datetime) -> Planning:
    """Order a new version; confirmed meetings of the version that holds stay where they are, if that is wanted.

    Raises: Refused, Conflict while a search runs or wishes are still taken, Invalid when there is nothing to plan.
    """
    require(policies.may_arrange(actor, day.cluster))
    day = MeetingDay.objects.select_for_update(of=("self",)).get(pk=day.pk)
    if day.plannings.filter(ended_at__isnull=True).exists():
        raise Conflict(_("A plan is being searched for already."))
    if day.is_open:
        raise Conflict(_("Wishes are still taken. Close the day for wishes first."))
    plan = current_plan(day) if keeps_confirmed else None
    instance = instance_of(day, plan.meetings.filter(confirmed_at__isnull=False) if plan else [])
    if not instance.pairs:
        raise Invalid(_("Nobody wants to meet anybody yet, so there is nothing to plan."))
    planning = Planning.objects.create(day=day, keeps_confirmed=keeps_confirmed, ordered_at=at, ordered_by=actor.name[:120])
    record(actor, "meetings.planning.ordered", day, at=at, meetings=len(instance.pairs), keeps_confirmed=keeps_confirmed)
    jobs.enqueue("meetings.search_plan", cluster_id=day.cluster_id, planning_id=planning.pk)
    return planning
