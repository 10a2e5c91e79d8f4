import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, close_old_connections, connection, transaction
from django_scopes import scope, scopes_disabled

from klynge.billing.models import Invoice
from klynge.core.errors import HouseError
from klynge.membership.actions import issue_dues_batch, plan_dues, release_dues_run
from klynge.membership.models import DuesRun, MembershipPeriod
from tests import factories
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)
MEMBERS = 60


@pytest.fixture
def stage():
    world = build()
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues)
        factories.size(world.fjord, 35)
        for number in range(MEMBERS - 1):
            factories.member(world.nordlys, world.ordinary, f"Medlem {number}", number)
        world.run = plan_dues(world.term, as_of=world.today, issue_on=world.today, actor=world.astrid, at=world.noon)
        release_dues_run(world.run, actor=world.frida, at=world.noon)
    return world


def issue_in_a_connection_of_its_own(stage):
    close_old_connections()
    try:
        with scope(cluster=stage.nordlys):
            run = DuesRun.objects.get(pk=stage.run.pk)
            while issue_dues_batch(run, actor=stage.frida, at=stage.noon, size=7):
                pass
    finally:
        connection.close()


def assert_each_is_billed_once():
    with scopes_disabled():
        assert MembershipPeriod.objects.values("membership").distinct().count() == MembershipPeriod.objects.count() == MEMBERS
        assert sorted(Invoice.objects.values_list("serial", flat=True)) == list(range(1, MEMBERS + 1))


def test_four_issuers_at_once_bill_nobody_twice(stage):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(issue_in_a_connection_of_its_own, [stage] * 4))
    assert_each_is_billed_once()


def test_two_people_who_plan_at_once_get_one_plan(stage):
    issue_in_a_connection_of_its_own(stage)

    def try_to_plan(actor):
        close_old_connections()
        try:
            with scope(cluster=stage.nordlys):
                return plan_dues(stage.term, as_of=stage.today, issue_on=stage.today, actor=actor, at=stage.noon).pk
        except HouseError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(try_to_plan, [stage.astrid, stage.frida]))
    assert [bool(pk) for pk in made].count(True) == 1


KILLED = """
import os, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = os.environ["KILL_DB"]
from django_scopes import scope
from django.utils import timezone
from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.membership.actions import issue_dues_batch
from klynge.membership.models import DuesRun
cluster = Cluster.objects.get(slug="nordlys")
with scope(cluster=cluster):
    run = DuesRun.objects.get(pk=int(os.environ["KILL_RUN"]))
    while issue_dues_batch(run, actor=Actor.system("dues run", cluster_id=cluster.pk), at=timezone.now(), size=3):
        print("batch", flush=True)
"""


def test_a_run_killed_in_the_middle_is_finished_by_the_next(stage):
    environment = os.environ | {"KILL_DB": connection.settings_dict["NAME"], "KILL_RUN": str(stage.run.pk)}
    worker = subprocess.Popen([sys.executable, "-c", KILLED], env=environment, stdout=subprocess.PIPE)
    for _ in range(4):
        assert worker.stdout.readline() == b"batch\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    with scopes_disabled():
        assert 0 < Invoice.objects.count() < MEMBERS
    issue_in_a_connection_of_its_own(stage)
    assert_each_is_billed_once()


def issue_until_the_connection_is_gone(stage):
    close_old_connections()
    try:
        with scope(cluster=stage.nordlys):
            run = DuesRun.objects.get(pk=stage.run.pk)
            assert issue_dues_batch(run, actor=stage.frida, at=stage.noon, size=7)
            with connection.cursor() as cursor, transaction.atomic(), ThreadPoolExecutor(1) as other:
                cursor.execute("SELECT pg_backend_pid()")
                other.submit(terminate, cursor.fetchone()[0]).result()
                issue_dues_batch(run, actor=stage.frida, at=stage.noon, size=7)
    except OperationalError as fault:
        return fault
    finally:
        connection.close()


def terminate(pid):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    finally:
        connection.close()


def test_a_database_connection_lost_in_the_middle_loses_and_doubles_nothing(stage):
    with ThreadPoolExecutor(1) as pool:
        assert isinstance(pool.submit(issue_until_the_connection_is_gone, stage).result(), OperationalError)
    with scopes_disabled():
        assert Invoice.objects.count() == MembershipPeriod.objects.count() == 7
    issue_in_a_connection_of_its_own(stage)
    assert_each_is_billed_once()
