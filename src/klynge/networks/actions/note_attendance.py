"""Note who came to a meeting."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.networks import policies
from klynge.networks.models import Attendance, NetworkMeeting, Seat


@transaction.atomic
def note_attendance(meeting: NetworkMeeting, *, people: Collection[int], actor: Actor, at: datetime) -> int:
    """Let exactly these people have come, each for the company whose seat they hold or stand in for; safe to run twice.

    Who left the network since keeps what is noted. Returns how many came. Raises: Refused; Conflict before the meeting.
    """
    require(policies.may_run(actor, meeting.network, on=day_of(at)))
    meeting = NetworkMeeting.objects.select_for_update(of=("self",)).select_related("network", "cluster").get(pk=meeting.pk)
    if meeting.cancelled_at is not None or meeting.starts_at > at:
        raise Conflict(_("This meeting has not begun, or it is cancelled."))
    seats = Seat.objects.filter(network=meeting.network_id).seated()
    company = {pk: seat.organisation_id for seat in seats for pk in (seat.substitute_id, seat.holder_id) if pk}
    known = dict(meeting.attendances.exclude(person=None).values_list("person_id", "pk"))
    gone = [known[pk] for pk in known if pk in company and pk not in people]
    fresh = [pk for pk in company if pk in people and pk not in known]
    Attendance.objects.filter(pk__in=gone).delete()
    Attendance.objects.bulk_create(
        Attendance(
            cluster=meeting.cluster, meeting=meeting, person_id=pk, organisation_id=company[pk], noted_at=at, noted_by=actor.name[:120]
        )
        for pk in fresh
    )
    if gone or fresh:
        record(actor, "networks.attendance.noted", meeting, at=at, came=len(fresh), taken_back=len(gone))
        jobs.announce("networks.attendance_noted", cluster_id=meeting.cluster_id)
    return len(known) - len(gone) + len(fresh)
