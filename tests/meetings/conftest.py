"""A meeting day of six companies, with slots and wishes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django_scopes import scope

from klynge.core.ranges import span
from klynge.directory.models import Affiliation, Listing, Organisation, Person
from klynge.meetings import actions
from klynge.meetings.models import MeetingDay, Mode, Participant, Slot
from tests.world import NOON, World

MORNING = NOON + timedelta(days=30)


@dataclass
class Stage:
    world: World
    day: MeetingDay
    slots: list[Slot]
    guests: list[Participant]
    by: dict[str, object]  # Astrid, at noon

    def wish(self, who: int, **marks: str) -> None:
        """Mark others by number: ``g1="must"``."""
        said = {self.guests[int(name[1:])].pk: kind for name, kind in marks.items()}
        actions.set_wishes(self.guests[who], marks=said, away=None, **self.by)


def company(world: World, name: str, cvr: str) -> Organisation:
    found = Organisation.objects.create(name=name, cvr=cvr, legal_form="ApS")
    Listing.objects.create(cluster=world.nordlys, organisation=found, listed_at=NOON)
    return found


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        by = {"actor": world.astrid, "at": NOON}
        day = actions.arrange_day(
            world.nordlys, title={"da": "Mødedag", "en": "Meeting day"}, held_on=date(2027, 2, 3), place="Musikkens Hus", tables=2,
            mode=Mode.ORGANISER, needs_both=False, **by,
        )  # fmt: skip
        begins: list[datetime] = [MORNING + timedelta(minutes=20 * n) for n in range(4)]
        slots = actions.lay_slots(day, begins=begins, minutes=20, **by)
        bo = Person.objects.get(name="Bo Ågård")
        guests = [actions.add_participant(day, organisation=world.fjord, people=[bo], **by)]
        for number, cvr in enumerate(("25313763", "30714024", "36213728", "33281182", "29189579"), 1):
            person = Person.objects.create(name=f"Gæst {number}")
            other = company(world, f"Firma {number}", cvr)
            Affiliation.objects.create(person=person, organisation=other, during=span(date(2020, 1, 1)))
            guests.append(actions.add_participant(day, organisation=other, people=[person], **by))
        yield Stage(world, day, slots, guests, by)
