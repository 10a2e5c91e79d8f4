"""The list of members: found, filtered and sorted, with the same number of queries for one row as for many."""

from datetime import date

import pytest
from django_scopes import scope

from klynge.membership.queries.member_rows import MemberFilter, member_rows
from tests import factories


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues)
        world.aarhus = factories.member(world.nordlys, world.ordinary, "Aarhus Robotics ApS", 40)
        world.aeble = factories.member(world.nordlys, world.ordinary, "Æblegården I/S", None, joined_on=date(2024, 3, 1))
        yield world


def names(world, on_day=None, **wanted):
    found = member_rows(world.nordlys, on_day=on_day or world.today, filters=MemberFilter(**wanted))
    return [row.organisation.name for row in found.select_related("organisation")]


def test_names_stand_in_danish_order_either_way(stage):
    assert names(stage) == ["Fjord Data ApS", "Æblegården I/S", "Aarhus Robotics ApS"]
    assert names(stage, sort="-name") == ["Aarhus Robotics ApS", "Æblegården I/S", "Fjord Data ApS"]


@pytest.mark.parametrize("sort", ["no", "town", "size", "joined", "name"])
def test_every_order_has_every_member(stage, sort):
    assert sorted(names(stage, sort=sort)) == sorted(names(stage, sort=f"-{sort}")) == sorted(names(stage))
