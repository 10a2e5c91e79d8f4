"""Who sits where: the table plan of a day, and what happens now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from klynge.meetings.models import MeetingDay, Participant, PlannedMeeting, Slot

from .results import is_missed, meetings_that_hold, no_shows_of


@dataclass(frozen=True, slots=True)
class Seat:
    """A meeting at its place, and whether one side isn't there."""

    meeting: PlannedMeeting
    place: str
    is_missed: bool


@dataclass(frozen=True, slots=True)
class TablePlan:
    """The day as a picture: a column for each slot, a row for each place; a cell holds the seats there."""

    slots: list[Slot]
    rows: list[tuple[str, list[list[Seat]]]]


@dataclass(frozen=True, slots=True)
class Board:
    """What happens now and next, and who takes part with what was noted about them."""

    now: Slot | None
    current: list[Seat]
    following: Slot | None
    coming: list[Seat]
    guests: list[tuple[Participant, bool]]  # with whether they are missing
    slots: list[Slot]


def _seats(day: MeetingDay) -> list[Seat]:
    missing = no_shows_of([day.pk])
    return [Seat(meeting, place_of(meeting), is_missed(meeting, missing)) for meeting in meetings_that_hold([day])]


def place_of(meeting: PlannedMeeting) -> str:
    """Return where a meeting is: the number of its table, or the stand."""
    return str(meeting.table) if meeting.table else meeting.one.stand or meeting.other.stand


def table_plan(day: MeetingDay) -> TablePlan:
    """Return the table plan of the version that holds; tables by number, then stands."""
    slots = list(Slot.objects.filter(day=day).order_by("number"))
    cells: dict[tuple[bool, int, str], dict[int, list[Seat]]] = {}
    for seat in _seats(day):
        key = (seat.meeting.table is None, seat.meeting.table or 0, seat.place)
        cells.setdefault(key, {}).setdefault(seat.meeting.slot_id or 0, []).append(seat)
    return TablePlan(slots, [(key[2], [here.get(slot.pk, []) for slot in slots]) for key, here in sorted(cells.items())])


def board_of(day: MeetingDay, *, at: datetime) -> Board:
    """Return the board at the moment."""
    slots = list(Slot.objects.filter(day=day).order_by("number"))
    now = next((slot for slot in slots if slot.begins_at <= at < slot.ends_at), None)
    following = next((slot for slot in slots if slot.begins_at > at), None)
    seats = _seats(day)
    missing = no_shows_of([day.pk])
    people = Participant.objects.filter(day=day).select_related("organisation").order_by("organisation__name", "pk")
    return Board(
        now, [seat for seat in seats if now and seat.meeting.slot_id == now.pk],
        following, [seat for seat in seats if following and seat.meeting.slot_id == following.pk],
        [(guest, guest.pk in missing) for guest in people], slots,
    )  # fmt: skip
