"""A participant's own plan: as rows, for the calendar, and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from klynge.access.actor import Actor
from klynge.billing.queries.invoice_pdf import FOLDER as BILLING
from klynge.core.clock import DANISH, noon_of
from klynge.core.paper import pdf_of
from klynge.core.texts import in_language, say
from klynge.directory.models import Organisation
from klynge.meetings.models import Mark, MarkKind, MeetingDay, Participant, PlannedMeeting, Rating, Slot

from .board import place_of
from .instance import current_plan
from .results import is_missed, no_shows_of
from .slots import free_slots

FOLDER = Path(__file__).parent.parent / "templates" / "meetings"


@dataclass(frozen=True, slots=True)
class OwnMeeting:
    """A meeting seen from one side: with whom (and their people), where, whether it was missed or can be rated."""

    meeting: PlannedMeeting
    other: Participant
    people: str
    place: str
    is_missed: bool
    is_over: bool
    rating: Rating | None


def own_days(actor: Actor, organisation: Organisation) -> list[MeetingDay]:
    """Return the days that the organisation takes part in, as far as the actor sees them, the latest first."""
    return list(MeetingDay.objects.visible_to(actor).filter(participants__organisation=organisation).order_by("-held_on", "-pk"))


def own_meetings(participant: Participant, *, at: datetime) -> list[OwnMeeting]:
    """Return the participant's meetings of the version that holds, in order of time."""
    plan = current_plan(participant.day)
    if plan is None:
        return []
    rows = (
        plan.meetings.held()
        .select_related("slot", "one__organisation", "other__organisation")
        .prefetch_related("one__delegates__person", "other__delegates__person", "ratings")
    )
    missing = no_shows_of([participant.day_id])
    return [_seen(row, participant, missing, at) for row in rows.order_by("slot__number") if participant.pk in (row.one_id, row.other_id)]


def _seen(row: PlannedMeeting, participant: Participant, missing: dict[int, int], at: datetime) -> OwnMeeting:
    other = row.other if row.one_id == participant.pk else row.one
    people = ", ".join(each.person.name for each in other.delegates.all())
    mine = next((rating for rating in row.ratings.all() if rating.participant_id == participant.pk), None)
    return OwnMeeting(row, other, people, _where(row), is_missed(row, missing), row.slot.ends_at <= at, mine)


def _where(row: PlannedMeeting) -> str:
    place = place_of(row)
    return _("Table %(number)s") % {"number": place} if row.table else _("Stand %(name)s") % {"name": place}


def wishes_to_answer(participant: Participant) -> list[tuple[Participant, list[Slot]]]:
    """Return who wants to meet the participant and has no meeting yet, each with the slots in which both are free."""
    plan = current_plan(participant.day)
    planned = set()
    if plan:
        planned = {pk for pair in plan.meetings.values_list("one_id", "other_id") if participant.pk in pair for pk in pair}
    declined = participant.marks.filter(kind=MarkKind.NO).values("about")
    wishes = Mark.objects.filter(about=participant).exclude(kind=MarkKind.NO).exclude(participant__in=declined)
    rows = wishes.select_related("participant__organisation").order_by("pk")
    slots = {slot.pk: slot for slot in participant.day.slots.all()}
    found = []
    for wish in rows:
        if wish.participant_id in planned:
            continue
        free = free_slots(plan, participant, wish.participant) if plan else dict.fromkeys(slots)
        found.append((wish.participant, [slots[pk] for pk in free]))
    return found


def own_calendar(participant: Participant, *, at: datetime) -> bytes:
    """Return the plan as iCalendar; a meeting keeps its identifier from version to version."""
    calendar = Calendar()
    calendar.add("prodid", "-//Klynge//Meeting day//")
    calendar.add("version", "2.0")
    for own in own_meetings(participant, at=at):
        event = Event()
        event.add("uid", f"meeting-{participant.day_id}-{own.meeting.one_id}-{own.meeting.other_id}@{participant.day.cluster.slug}")
        event.add("dtstamp", at.astimezone(UTC))
        event.add("dtstart", own.meeting.slot.begins_at.astimezone(UTC))
        event.add("dtend", own.meeting.slot.ends_at.astimezone(UTC))
        event.add("summary", own.other.organisation.name)
        event.add("location", ", ".join(part for part in (own.place, participant.day.place) if part))
        event.add("description", own.people)
        if own.is_missed:
            event.add("status", "CANCELLED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def own_pdf(participant: Participant, *, at: datetime) -> bytes:
    """Return the plan on one page for paper, as PDF/UA."""
    day = participant.day
    rows = [
        {
            "time": f"{own.meeting.slot.begins_at.astimezone(DANISH):%H.%M}–{own.meeting.slot.ends_at.astimezone(DANISH):%H.%M}",
            "who": own.other.organisation.name, "people": own.people, "where": own.place,
        }
        for own in own_meetings(participant, at=at)
    ]  # fmt: skip
    data: dict[str, Any] = {
        "language": (get_language() or "da")[:2], "title": in_language(day.title) or str(day), "company": participant.organisation.name,
        "when": say(day.held_on), "place": day.place, "rows": rows, "none": _("No meetings."),
        "heads": [_("Time"), _("With"), _("Where")],
    }  # fmt: skip
    return pdf_of(FOLDER / "plan.typ", data, fonts=BILLING / "fonts", at=noon_of(day.held_on))
