"""It was somebody else at the door."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.events import policies
from klynge.events.models import Attendance, Registration


@transaction.atomic
def undo_attendance(registration: Registration, *, actor: Actor, at: datetime) -> None:
    """Take back that somebody came; nothing happens where it was not noted. Raises: Refused."""
    require(policies.may_manage(actor, registration.cluster))
    deleted, _rows = Attendance.objects.filter(registration=registration).delete()
    if deleted:
        record(actor, "events.attendance.undone", registration, at=at)
        jobs.announce("events.attendance_recorded", cluster_id=registration.cluster_id, registration_ids=[registration.pk])
