"""Ties come from what members did together in small company, and from nothing else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from klynge.engagement.models import Activity
from klynge.engagement.queries.network_picture import LARGEST, network_picture
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        world.firms = [factories.member(world.nordlys, world.ordinary, f"Firma {n:02}", 5).organisation for n in range(6)]
        yield world


def together(stage, occasion, firms, *, source="networks", kind="met", days=10):
    on = stage.today - timedelta(days=days)
    rows = [
        Activity(cluster=stage.nordlys, organisation=firm, kind=kind, happened_on=on, occasion=occasion, source=source, source_key=f"{source}:{occasion}:{firm.pk}:{kind}", recorded_at=stage.noon)
        for firm in firms
    ]  # fmt: skip
    return Activity.objects.bulk_create(rows)


def picture(stage, **facts):
    given = {"first": stage.today - timedelta(days=100), "end": stage.today + timedelta(days=1), "on": stage.today, **facts}
    return network_picture(stage.nordlys, **given)


def test_who_was_at_the_same_small_occasion_is_tied_as_often_as_that_was(stage):
    a, b, c, d, _e, _f = stage.firms
    together(stage, 1, [a, b, c])
    together(stage, 2, [a, b])
    together(stage, 1, [c, d], source="matches", kind="matched")
    found = picture(stage)
    assert found.ties == {
        (a.pk, b.pk): {"networks": 2},
        (a.pk, c.pk): {"networks": 1},
        (b.pk, c.pk): {"networks": 1},
        (c.pk, d.pk): {"introductions": 1},
    }
    first = found.nodes[0]
    assert (first.organisation, first.partners, first.times, first.ways) == (c, 3, 3, {"networks": 2, "introductions": 1})
    assert [node.organisation for node in found.brokers] == [c] and first.betweenness > 0
    alone = {node.organisation.name for node in found.isolated}
    assert {"Firma 04", "Firma 05"} <= alone and not {"Firma 00", "Firma 03"} & alone
    assert next(len(part) for part in found.parts) == 4


def test_days_and_ways_narrow_it(stage):
    a, b, *_rest = stage.firms
    together(stage, 1, [a, b], days=10)
    together(stage, 2, [a, b], days=50, source="events", kind="attended")
    assert picture(stage, first=stage.today - timedelta(days=20)).ties == {(a.pk, b.pk): {"networks": 1}}
    assert picture(stage, ways=["events"]).ties == {(a.pk, b.pk): {"events": 1}}
    assert picture(stage, ways=["programmes"]).ties == {}


def test_crowds_absence_what_was_taken_back_and_former_members_tie_nobody(stage):
    a, b, *_rest = stage.firms
    crowd = [factories.member(stage.nordlys, stage.ordinary, f"Mange {n}", 1).organisation for n in range(LARGEST + 1)]
    together(stage, 1, crowd, source="events", kind="attended")
    together(stage, 2, [a, b], source="events", kind="absent")
    (row, _other) = together(stage, 3, [a, b])
    Activity.objects.create(cluster=stage.nordlys, organisation=a, kind="met", happened_on=row.happened_on, quantity=-100, occasion=3, source="networks", source_key="back", reverses=row, recorded_at=stage.noon)  # fmt: skip
    outsider = factories.company(stage.nordlys, "Udenfor")
    together(stage, 4, [a, outsider])
    assert picture(stage).ties == {}


def test_the_number_of_statements_does_not_grow(stage):
    with CaptureQueriesContext(connection) as few:
        picture(stage)
    for occasion in range(10):
        together(stage, occasion, stage.firms)
    with CaptureQueriesContext(connection) as many:
        found = picture(stage)
    assert len(many) == len(few) and len(found.ties) == 15 and found.ties[(stage.firms[0].pk, stage.firms[1].pk)] == {"networks": 10}
