"""Let a version of the plan hold."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict
from klynge.meetings import policies
from klynge.meetings.models import MeetingDay, MeetingPlan, Publication
from klynge.meetings.queries.instance import current_plan
from klynge.meetings.queries.versions import faults_of


@transaction.atomic
def publish_plan(plan: MeetingPlan, *, actor: Actor, at: datetime) -> Publication:
    """Publish the version, or go back to an older one; what holds is what was published last.

    Raises: Refused, Conflict when it holds already, or when the day has changed so that the checker finds fault with it.
    """
    require(policies.may_arrange(actor, plan.day.cluster))
    MeetingDay.objects.select_for_update(of=("self",)).get(pk=plan.day_id)
    before = current_plan(plan.day)
    if before == plan:
        raise Conflict(_("This version holds already."))
    if wrong := faults_of(plan):
        raise Conflict(_("The day has changed since this version was made: %s Plan again.") % wrong[0])
    publication = Publication.objects.create(plan=plan, published_at=at, published_by=actor.name[:120])
    record(actor, "meetings.plan.published", plan.day, at=at, number=plan.number, before=before.number if before else None)
    jobs.announce("meetings.plan_published", cluster_id=plan.day.cluster_id, publication_id=publication.pk)
    return publication
