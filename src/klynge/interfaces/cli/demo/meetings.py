"""Two meeting days of Nordlys: one that was held, with what people said about it, and one that waits to be planned."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from klynge.core.clock import DANISH, day_of, noon_of
from klynge.directory.models import Affiliation
from klynge.meetings import actions
from klynge.meetings.models import MeetingDay, Participant
from klynge.meetings.queries.instance import instance_of
from klynge.meetings.rules.first_plan import first_plan, smoothed
from klynge.membership.models import Membership

from .stage import Stage

GUESTS, SLOTS, TABLES = 60, 14, 22
SAID = [
    "Vi har aftalt et besøg i næste måned.",
    "God samtale, men for kort.",
    "Fandt en mulig leverandør.",
    "Vi deler en udfordring med data.",
    "",
]
STANDS = {3: "A1", 11: "A2"}


def play(made: Stage, random: Random) -> None:
    """Play both days."""
    today = day_of(timezone.now())
    held = _day(
        made, {"da": "Mødedag for energi og digitalisering", "en": "Meeting day on energy and digitalisation"}, today - timedelta(days=70)
    )
    guests = _guests(made, held, random)
    _wish(made, held, guests, random)
    at = noon_of(held.held_on - timedelta(days=3))
    actions.lock_wishes(held, actor=made.planner, at=at)
    instance = instance_of(held, [])
    slots = smoothed(instance.day, first_plan(instance.day))
    plan = actions.store_plan(held, instance=instance, slots=slots, proved=[], actor=made.planner, at=at)
    actions.publish_plan(plan, actor=made.planner, at=at)
    first = held.slots.first()
    actions.report_no_show(guests[7], from_slot=first, actor=made.planner, at=first.begins_at)
    _rate(made, held, random)
    coming = _day(made, {"da": "Leverandørdag i Nordkraft", "en": "Suppliers' day at Nordkraft"}, today + timedelta(days=60))
    _wish(made, coming, _guests(made, coming, random), random)
    actions.lock_wishes(coming, actor=made.planner, at=timezone.now())


def _day(made: Stage, title: dict[str, str], held_on: date) -> MeetingDay:
    at = min(noon_of(held_on - timedelta(days=40)), timezone.now())
    by = {"actor": made.planner, "at": at}
    facts = {"place": "Nordkraft, Aalborg", "tables": TABLES, "mode": "organiser", "needs_both": False}
    day = actions.arrange_day(made.nordlys, title=title, held_on=held_on, **facts, **by)
    nine = datetime.combine(held_on, time(9), tzinfo=DANISH)
    begins = [nine + timedelta(minutes=25 * n + (60 if n >= SLOTS // 2 else 0)) for n in range(SLOTS)]
    actions.lay_slots(day, begins=begins, minutes=20, **by)
    return actions.open_wishes(day, **by)


def _guests(made: Stage, day: MeetingDay, random: Random) -> list[Participant]:
    members = (
        Membership.objects.filter(cluster=made.nordlys, during__contains=day_of(timezone.now()))
        .select_related("organisation")
        .order_by("member_no")
    )
    chosen = [row.organisation for row in members[:GUESTS]]
    at = {"actor": made.planner, "at": day.opened_at}
    found = []
    for number, organisation in enumerate(chosen):
        works = Affiliation.objects.filter(organisation=organisation, during__contains=day.held_on).select_related("person")
        people = [work.person for work in works[: random.choice((1, 1, 1, 2))]]
        limits = {"least": 2, "most": random.choice((None, None, 8, 10)), "stand": STANDS.get(number, "")}
        found.append(actions.add_participant(day, organisation=organisation, people=people, **limits, **at))
    return found


def _wish(made: Stage, day: MeetingDay, guests: list[Participant], random: Random) -> None:
    slots = list(day.slots.all())
    for guest in guests:
        others = random.sample([other for other in guests if other is not guest], random.randint(2, 6))
        marks = {other.pk: random.choices(("must", "meet", "no"), (3, 14, 1))[0] for other in others}
        gap = random.randrange(len(slots) - 2)
        away = {slots[gap].pk, slots[gap + 1].pk} if random.random() < 1 / 10 else set()
        actions.set_wishes(guest, marks=marks, away=away, actor=made.planner, at=day.opened_at)


def _rate(made: Stage, day: MeetingDay, random: Random) -> None:
    at = noon_of(day.held_on + timedelta(days=1))
    for meeting in (
        day.plans.first().meetings.held().select_related("slot", "plan__day__cluster", "one__day__cluster", "other__day__cluster")
    ):
        if random.random() < 1 / 3:
            said = {"stars": random.choice((3, 4, 4, 5, 5)), "follows_up": random.random() < 1 / 3, "comment": random.choice(SAID)}
            actions.rate_meeting(random.choice((meeting.one, meeting.other)), meeting=meeting, **said, actor=made.planner, at=at)
