"""Agree on a meeting in a slot, where participants choose them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.meetings import policies
from klynge.meetings.models import Mark, MarkKind, MeetingDay, MeetingPlan, Mode, Participant, PlannedMeeting, Publication, Slot
from klynge.meetings.queries.instance import current_plan
from klynge.meetings.queries.slots import free_slots


@transaction.atomic
def choose_slot(participant: Participant, *, about: Participant, slot: Slot, actor: Actor, at: datetime) -> PlannedMeeting:
    """Accept the other's wish by choosing the slot; the meeting is confirmed at once, at a free table. First come, first served.

    Raises: Refused, Conflict when the slot is taken or the other has no wish, Invalid where the organiser schedules.
    """
    require(policies.may_speak_for(actor, participant))
    day = MeetingDay.objects.select_for_update(of=("self",)).get(pk=participant.day_id)
    if day.mode != Mode.PARTICIPANTS or about.day_id != day.pk:
        raise Invalid(_("On this day the organiser puts meetings into slots."))
    wish = Mark.objects.filter(participant=about, about=participant).exclude(kind=MarkKind.NO)
    if (day.needs_both and not wish.exists()) or Mark.objects.filter(participant=about, about=participant, kind=MarkKind.NO).exists():
        raise Conflict(_("%s hasn't asked to meet you.") % about.organisation.name)
    plan = current_plan(day) or _first_version(day, actor, at)
    one, other = sorted((participant, about), key=lambda each: each.pk)
    if PlannedMeeting.objects.filter(plan=plan, one=one, other=other).exists():
        raise Conflict(_("You have a meeting with %s already.") % about.organisation.name)
    free = free_slots(plan, one, other)
    if slot.pk not in free:
        raise Conflict(_("That slot has just been taken. Choose another one."))
    wished = Mark.objects.filter(participant__in=(one, other), about__in=(one, other), kind=MarkKind.MUST)
    confirmed = {"confirmed_at": at, "confirmed_by": actor.name[:120]}
    meeting = PlannedMeeting.objects.create(
        plan=plan, one=one, other=other, slot=slot, table=free[slot.pk], is_must=wished.exists(), **confirmed
    )
    names = {"one": one.organisation.name, "other": other.organisation.name}
    record(actor, "meetings.meeting.agreed", day, at=at, slot=slot.number + 1, **names)
    return meeting


def _first_version(day: MeetingDay, actor: Actor, at: datetime) -> MeetingPlan:
    last = MeetingPlan.objects.filter(day=day).first()
    plan = MeetingPlan.objects.create(day=day, number=last.number + 1 if last else 1, made_at=at, made_by=actor.name[:120])
    Publication.objects.create(plan=plan, published_at=at, published_by=actor.name[:120])
    return plan
