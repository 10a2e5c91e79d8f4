"""What companies did together is read from the rooms that know it."""

from datetime import timedelta

import pytest
from django_scopes import scope

from klynge.interfaces.wording.matching import reasons_of
from klynge.matchmaking.queries.occasions import together
from klynge.matchmaking.rules.portraits import Portrait
from klynge.networks.actions import note_attendance
from tests.networks.circle import call, network, sit

pytestmark = pytest.mark.django_db


def test_meetings_of_a_network_are_occasions_and_its_name_is_a_reason(world):
    with scope(cluster=world.nordlys):
        found = network(world)
        seats = [sit(world, found, number) for number in range(3)]
        (meeting,) = call(world, found, days=-5)
        note_attendance(meeting, people=[seats[0].holder_id, seats[1].holder_id], actor=world.astrid, at=world.noon)
        portraits = [Portrait(seat.organisation_id) for seat in seats]
        history = together(world.nordlys, portraits, on=world.today)
        before = together(world.nordlys, portraits, on=world.today - timedelta(days=9))
    one, two = (frozenset([f"network:{found.pk}:{meeting.pk}"]) for _side in range(2))
    assert history.occasions == {seats[0].organisation_id: one, seats[1].organisation_id: two} and not before.occasions
    reason = {"kind": "shared_network", "networks": [history.networks[str(found.pk)]], "count": 1, "weight": 0.1}
    assert "The robot network" in reasons_of([reason])[0].line or "Robotnetværket" in reasons_of([reason])[0].line
