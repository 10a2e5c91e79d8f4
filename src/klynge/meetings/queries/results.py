"""What came of meeting days: which meetings were held, and how they were."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from klynge.access.models import Cluster
from klynge.meetings.models import Delegate, MeetingDay, NoShow, PlannedMeeting, Publication


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """One side of a meeting that was held: who it was for, with whom, and when it began; ``people`` are ids of the delegates."""

    meeting_id: int
    organisation_id: int
    counterpart_id: int
    people: tuple[int, ...]
    at: datetime
    held_on: date


def meetings_that_hold(days: Iterable[MeetingDay] | None = None) -> list[PlannedMeeting]:
    """Return the meetings with a slot of each day's version that holds, of these days or of all in the scope, in order of time."""
    chosen = MeetingDay.objects.all() if days is None else MeetingDay.objects.filter(pk__in=[day.pk for day in days])
    latest = Publication.objects.filter(plan__day=OuterRef("pk")).order_by("-pk").values("plan")[:1]
    plans = chosen.annotate(holds=Subquery(latest)).filter(holds__isnull=False).values("holds")
    rows = PlannedMeeting.objects.filter(plan__in=plans, slot__isnull=False).select_related(
        "slot", "plan__day", "one__organisation", "other__organisation"
    )
    return list(rows.order_by("plan__day__held_on", "slot__number", "table", "pk"))


def is_missed(meeting: PlannedMeeting, no_shows: dict[int, int]) -> bool:
    """Say whether one side wasn't there; ``no_shows`` holds, by participant, the number of the slot from which on."""
    slot = meeting.slot.number if meeting.slot else 0
    return any(no_shows.get(pk, slot + 1) <= slot for pk in (meeting.one_id, meeting.other_id))


def no_shows_of(days: Iterable[int]) -> dict[int, int]:
    """Return, by participant, the number of the slot from which on they weren't there."""
    rows = NoShow.objects.filter(participant__day__in=list(days))
    return dict(rows.values_list("participant_id", "from_slot__number"))


def meetings_held(cluster: Cluster, *, until: datetime, since: date | None = None) -> list[HeldMeeting]:
    """Return both sides of each meeting of the cluster that was over by ``until``, in order of time; where one side was missing, none was held."""
    days = MeetingDay.objects.filter(cluster=cluster, held_on__gte=since or date.min)
    rows = [row for row in meetings_that_hold(days) if row.slot.ends_at <= until]
    missing = no_shows_of({row.plan.day_id for row in rows})
    people = _people({pk for row in rows for pk in (row.one_id, row.other_id)})
    return [
        HeldMeeting(row.pk, here.organisation_id, there.organisation_id, people.get(here.pk, ()), row.slot.begins_at, row.plan.day.held_on)
        for row in rows
        if not is_missed(row, missing)
        for here, there in ((row.one, row.other), (row.other, row.one))
    ]


def _people(participants: set[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for participant, person in (
        Delegate.objects.filter(participant__in=participants).order_by("pk").values_list("participant_id", "person_id")
    ):
        found[participant] = (*found.get(participant, ()), person)
    return found
