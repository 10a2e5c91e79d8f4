"""Both say yes in the same second, on connections of their own."""

from threading import Barrier, Thread

import pytest
from django.db import connections
from django_scopes import scope

from klynge.audit.models import AuditEvent
from klynge.matchmaking.actions import say_interested
from klynge.matchmaking.models import Match, Stage
from tests.matchmaking.conftest import Fair
from tests.world import NOON, build

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_yeses_at_once_are_one_match_and_one_introduction():
    world = build()
    with scope(cluster=world.nordlys):
        fair = Fair(world)
        pairs = [(fair.company(f"A{number} ApS"), fair.company(f"B{number} ApS")) for number in range(6)]
    start, faults = Barrier(12), []

    def yes(one, other):
        try:
            start.wait(20)
            with scope(cluster=world.nordlys):
                say_interested(one.organisation, other=other.organisation, cluster=world.nordlys, actor=one.actor, at=NOON)
        except Exception as fault:  # noqa: BLE001 - the test shows whatever went wrong in a thread
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [Thread(target=yes, args=way) for pair in pairs for way in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with scope(cluster=world.nordlys):
        assert faults == [] and [match.stage for match in Match.objects.all()] == [Stage.MUTUAL] * 6
        assert AuditEvent.objects.filter(verb="matchmaking.match.mutual").count() == 6
