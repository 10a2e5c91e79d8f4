"""Take back what was noted by hand."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict
from klynge.engagement import policies
from klynge.engagement.models import Activity
from klynge.engagement.queries.sources import BY_HAND


@transaction.atomic
def reverse_activity(activity: Activity, *, actor: Actor, at: datetime) -> Activity:
    """Add the row that takes it back; what another room told is corrected there. Raises: Refused, Conflict."""
    require(policies.may_follow_up(actor, activity.cluster))
    activity = Activity.objects.select_for_update(of=("self",)).select_related("organisation", "cluster").get(pk=activity.pk)
    if activity.source != BY_HAND:
        raise Conflict(_("This was not noted here. Correct it where it comes from, and it follows."))
    if activity.reverses_id or Activity.objects.filter(reverses=activity).exists():
        raise Conflict(_("This is taken back already."))

    reversal = Activity.objects.create(
        cluster=activity.cluster, organisation=activity.organisation, person_id=activity.person_id, kind=activity.kind,
        happened_on=activity.happened_on, quantity=-activity.quantity, occasion=activity.occasion, saved_minor=-activity.saved_minor,
        source=BY_HAND, source_key=f"{activity.source_key}!", reverses=activity, recorded_at=at, recorded_by=actor.name[:120],
    )  # fmt: skip
    record(actor, "engagement.activity.reversed", reversal, at=at, kind=activity.kind, organisation=activity.organisation.name)
    jobs.enqueue("engagement.compute_scores", cluster_id=activity.cluster_id)
    return reversal
