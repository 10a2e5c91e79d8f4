"""The report on a meeting day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, Q

from klynge.meetings.models import Mark, MarkKind, MeetingDay, Participant, Rating
from klynge.meetings.rules.day import waits

from .results import is_missed, meetings_that_hold, no_shows_of


@dataclass(frozen=True, slots=True)
class GuestLine:
    """One participant: wishes, meetings held, missed for a no-show, and waiting; ``is_missing``: they were reported as not there."""

    participant: Participant
    wishes: int
    held: int
    missed: int
    breaks: int
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The day in figures; shares are between 0 and 1, None where there is nothing to share."""

    planned: int
    held: int
    kept: float | None
    without: int  # participants without a meeting
    walk_ins: int
    no_shows: int
    seats_taken: float | None  # meetings at tables, of tables times slots
    stars: float | None
    ratings: int
    follow_ups: int
    comments: list[Rating]
    lines: list[GuestLine]


def report_of(day: MeetingDay, *, until: datetime) -> Report:
    """Return what came of the day by the moment; a meeting counts as held when it is over and neither side was missing."""
    rows, missing = meetings_that_hold([day]), no_shows_of([day.pk])
    over = [row for row in rows if row.slot.ends_at <= until]
    held = [row for row in over if not is_missed(row, missing)]
    wishes = dict(
        Mark.objects.filter(participant__day=day).exclude(kind=MarkKind.NO).values_list("participant").annotate(n=Count("pk")).order_by()
    )
    people = list(Participant.objects.filter(day=day).select_related("organisation").order_by("organisation__name", "pk"))
    lines = []
    for guest in people:
        mine = [row for row in held if guest.pk in (row.one_id, row.other_id)]
        lost = sum(1 for row in over if guest.pk in (row.one_id, row.other_id)) - len(mine)
        breaks, _idle = waits([row.slot.number for row in mine])
        lines.append(GuestLine(guest, wishes.get(guest.pk, 0), len(mine), lost, breaks, guest.pk in missing))
    ratings = Rating.objects.filter(participant__day=day)
    sums = ratings.aggregate(stars=Avg("stars"), count=Count("pk"), follow_ups=Count("pk", filter=Q(follows_up=True)))
    room = day.tables * day.slots.count()
    return Report(
        planned=len(rows), held=len(held), kept=len(held) / len(over) if over else None,
        without=sum(1 for line in lines if not line.held), walk_ins=sum(guest.is_walk_in for guest in people), no_shows=len(missing),
        seats_taken=sum(1 for row in rows if row.table) / room if room else None,
        stars=sums["stars"], ratings=sums["count"], follow_ups=sums["follow_ups"],
        comments=list(ratings.exclude(comment="").select_related("participant__organisation").order_by("-rated_at")[:50]), lines=lines,
    )  # fmt: skip
