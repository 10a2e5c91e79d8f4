"""Say whom a participant wants to meet, and when they are there."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.meetings import policies
from klynge.meetings.models import Absence, Mark, MarkKind, MeetingDay, Participant, Slot


@transaction.atomic
def set_wishes(participant: Participant, *, marks: Mapping[int, str], away: set[int] | None, actor: Actor, at: datetime) -> int:
    """Set what is marked about others (by their id; empty takes it back) and, unless None, the slots (ids) without them; return how many marks stand.

    The office may set them while nothing is published or for a walk-in; participants while the day is open. Raises: Refused, Conflict, Invalid.
    """
    require(policies.may_speak_for(actor, participant))
    day = MeetingDay.objects.select_for_update(of=("self",)).get(pk=participant.day_id)
    if not day.is_open and not policies.may_arrange(actor, day.cluster):
        raise Conflict(_("The day takes no more wishes. Write to the organiser if something has changed."))
    others = set(Participant.objects.filter(day=day).exclude(pk=participant.pk).values_list("pk", flat=True))
    if not others.issuperset(marks) or not {*MarkKind.values, ""}.issuperset(marks.values()):
        raise Invalid(_("One of those who are marked doesn't take part."))
    Mark.objects.filter(participant=participant, about__in=[pk for pk, kind in marks.items() if not kind]).delete()
    rows = [Mark(participant=participant, about_id=pk, kind=kind, marked_at=at) for pk, kind in marks.items() if kind]
    Mark.objects.bulk_create(rows, update_conflicts=True, unique_fields=["participant", "about"], update_fields=["kind", "marked_at"])
    if away is not None:
        slots = Slot.objects.filter(day=day, pk__in=away)
        Absence.objects.filter(participant=participant).delete()
        Absence.objects.bulk_create(Absence(participant=participant, slot=slot) for slot in slots)
    count = Mark.objects.filter(participant=participant).count()
    record(actor, "meetings.wishes.set", day, at=at, organisation=participant.organisation.name, count=count)
    return count
