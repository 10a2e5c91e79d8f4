"""A day as the search wants it: numbered, with what is settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from klynge.meetings.models import Absence, Mark, MeetingDay, MeetingPlan, NoShow, Participant, PlannedMeeting, Planning, Precedence, Slot
from klynge.meetings.rules.day import Day, Guest, Plan, Wanted
from klynge.meetings.rules.wishes import Pair, wanted_pairs


@dataclass(frozen=True, slots=True)
class Instance:
    """The day in numbers, and what the numbers mean: ``guests`` are ids of participants, ``slots`` ids of slots, both by number."""

    day: Day
    guests: tuple[int, ...]
    slots: tuple[int, ...]
    pairs: tuple[Pair, ...]
    tables: dict[int, int]  # promised tables, from zero, by number of meeting
    settled: dict[int, PlannedMeeting]  # by number of meeting


def current_plan(day: MeetingDay) -> MeetingPlan | None:
    """Return the version that holds: the one that was published last."""
    return MeetingPlan.objects.filter(day=day, publications__isnull=False).order_by("-publications__pk").first()


def instance_of(
    day: MeetingDay, settled: Iterable[PlannedMeeting], *, with_no_shows: bool = True, not_before: datetime | None = None
) -> Instance:
    """Build the instance; the ``settled`` meetings have to be held in their slots, whatever anybody has marked, as long as both are there.

    ``not_before``: meetings that aren't settled begin after this moment.
    """
    rows = list(Slot.objects.filter(day=day).order_by("number"))
    slots, to_come = tuple(row.pk for row in rows), None
    if not_before is not None:
        to_come = frozenset(row.number for row in rows if row.begins_at >= not_before)
    number_of = {pk: number for number, pk in enumerate(slots)}
    people = list(Participant.objects.filter(day=day).select_related("organisation").prefetch_related("delegates").order_by("pk"))
    place = {participant.pk: number for number, participant in enumerate(people)}
    gone = _gone(day, number_of, with_no_shows=with_no_shows)
    kept = {
        (m.one_id, m.other_id): m
        for m in settled
        if m.slot_id is not None and number_of[m.slot_id] not in gone[m.one_id] | gone[m.other_id]
    }
    pairs = _pairs(day, kept, gone)
    stands = {participant.pk for participant in people if participant.stand}
    meetings = tuple(
        Wanted(
            (place[pair.one], place[pair.other]), pair.is_must, (pair.one, pair.other) in kept,
            frozenset({number_of[kept[pair.one, pair.other].slot_id]}) if (pair.one, pair.other) in kept else to_come,
            stands.isdisjoint((pair.one, pair.other)),
        )
        for pair in pairs
    )  # fmt: skip
    guests = tuple(
        Guest(frozenset(range(len(slots))) - gone[p.pk], max(1, len(p.delegates.all())), p.least, p.most, p.organisation.name)
        for p in people
    )
    numbered = {(pair.one, pair.other): number for number, pair in enumerate(pairs)}
    here = {numbered[pair]: meeting for pair, meeting in kept.items() if pair in numbered}
    tables = {number: meeting.table - 1 for number, meeting in here.items() if meeting.table and meetings[number].needs_table}
    rules = Day(len(slots), day.tables, guests, meetings, _earlier(day, numbered))
    return Instance(rules, tuple(place), slots, tuple(pairs), tables, here)


def _gone(day: MeetingDay, number_of: dict[int, int], *, with_no_shows: bool) -> dict[int, frozenset[int]]:
    away: dict[int, set[int]] = {pk: set() for pk in Participant.objects.filter(day=day).values_list("pk", flat=True)}
    for participant, slot in Absence.objects.filter(participant__day=day).values_list("participant_id", "slot_id"):
        away[participant].add(number_of[slot])
    no_shows = NoShow.objects.filter(participant__day=day) if with_no_shows else NoShow.objects.none()
    for participant, slot in no_shows.values_list("participant_id", "from_slot_id"):
        away[participant] |= set(range(number_of[slot], len(number_of)))
    return {participant: frozenset(slots) for participant, slots in away.items()}


def _pairs(day: MeetingDay, kept: dict[tuple[int, int], PlannedMeeting], gone: dict[int, frozenset[int]]) -> list[Pair]:
    marks = {
        (who, about): kind for who, about, kind in Mark.objects.filter(participant__day=day).values_list("participant", "about", "kind")
    }
    wanted = {(pair.one, pair.other): pair for pair in wanted_pairs(marks, needs_both=day.needs_both)}
    for (one, other), meeting in kept.items():
        wanted.setdefault((one, other), Pair(one, other, meeting.is_must))
    total = Slot.objects.filter(day=day).count()
    here = {participant for participant, slots in gone.items() if len(slots) < total or total == 0}
    return [wanted[pair] for pair in sorted(wanted) if pair in kept or here.issuperset(pair)]


def _earlier(day: MeetingDay, numbered: dict[tuple[int, int], int]) -> tuple[tuple[int, int], ...]:
    found = []
    for row in Precedence.objects.filter(day=day).order_by("pk"):
        first, then = (numbered.get((min(row.participant_id, pk), max(row.participant_id, pk))) for pk in (row.first_id, row.then_id))
        if first is not None and then is not None:
            found.append((first, then))
    return tuple(found)


def plan_from(instance: Instance, pairs: list[list[int]], slots: list[int | None]) -> Plan:
    """Return the kept slots as a plan of this instance; meetings that were not in it yet have none."""
    known = {tuple(pair): slot for pair, slot in zip(pairs, slots, strict=True)}
    return tuple(known.get((pair.one, pair.other)) for pair in instance.pairs)


def planned_instance(planning: Planning) -> Instance:
    """Return what an order to plan is about, as the day stands now."""
    plan = current_plan(planning.day) if planning.keeps_confirmed else None
    return instance_of(planning.day, plan.meetings.filter(confirmed_at__isnull=False) if plan else [])
