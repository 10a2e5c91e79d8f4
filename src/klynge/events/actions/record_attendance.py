"""Somebody is at the door."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict
from klynge.events import policies
from klynge.events.models import Attendance, Registration


@transaction.atomic
def record_attendance(registration: Registration, *, nonce: str, came_at: datetime, actor: Actor, at: datetime) -> Attendance:
    """Note that somebody came; a scan sent twice, or a second scan, changes nothing and returns the first. Raises: Refused, Conflict."""
    require(policies.may_manage(actor, registration.cluster))
    registration = Registration.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=registration.pk)
    known: Attendance | None = Attendance.objects.filter(registration=registration).first()
    if known is not None:
        return known
    if registration.cancelled_at is not None:
        raise Conflict(_("%s has cancelled. Sign the person up again first.") % registration.name)
    made: Attendance = Attendance.objects.create(
        cluster=registration.cluster,
        registration=registration,
        came_at=min(came_at, at),
        noted_at=at,
        noted_by=actor.name[:120],
        nonce=nonce,
    )
    record(actor, "events.attendance.recorded", registration, at=at)
    jobs.announce("events.attendance_recorded", cluster_id=registration.cluster_id, registration_ids=[registration.pk])
    return made
