"""Workers are killed and connections cut in the middle of the work: nothing is lost, nothing is half done, nothing is done twice."""

import pytest
from django.conf import settings as django_settings
from django_scopes import scope, scopes_disabled

from klynge.billing.models import Invoice
from klynge.membership import actions
from klynge.membership.models import ImportRun, Membership, MembershipPeriod
from klynge.outbox.models import Mail
from tests import factories
from tests.journeys.working import brake, braked, find_the_dead, finish, release, rows, until, worker
from tests.membership.member_files import rehearse
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)
MEMBERS = 20


@pytest.fixture
def stage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    world = build()
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues)
        factories.size(world.fjord, 35)
    yield world
    rows("TRUNCATE procrastinate_workers CASCADE")


def started_import(stage):
    with scope(cluster=stage.nordlys):
        run = rehearse(stage, *[f"Firma {n:02};;5;;post@firma-{n}.example;;" for n in range(MEMBERS)], "Forkert;123;;;;;")
        return actions.start_import(run, actor=stage.astrid, at=stage.noon)


def released_run(stage):
    with scope(cluster=stage.nordlys):
        for number in range(MEMBERS - 1):
            factories.member(stage.nordlys, stage.ordinary, f"Medlem {number}", number)
        run = actions.plan_dues(stage.term, as_of=stage.today, issue_on=stage.today, actor=stage.astrid, at=stage.noon)
        actions.release_dues_run(run, actor=stage.frida, at=stage.noon)
        return run


def kill_at_the_brake(stage, table, condition):
    """Let a worker begin, and kill it in the middle of a batch; what it has not committed is rolled back."""
    with brake(table, condition):
        with worker(django_settings.MEDIA_ROOT) as process:
            held = until(braked)
            process.kill()
            process.wait()
        release()
        until(lambda: not rows("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [held]))


def assert_each_row_became_one_member(stage):
    with scopes_disabled():
        names = list(Membership.objects.order_by("member_no").values_list("organisation__name", flat=True))
        numbers = list(Membership.objects.order_by("member_no").values_list("member_no", flat=True))
        run = ImportRun.objects.get()
    assert (names, numbers) == (["Fjord Data ApS", *(f"Firma {n:02}" for n in range(MEMBERS))], list(range(1, MEMBERS + 2)))
    assert (run.counts["new"], run.counts["faulty"], run.rejects_id is None) == (MEMBERS, 1, False)
    assert rows("SELECT count(*) FROM files_storedfile WHERE name LIKE '%%-faulty.csv'") == [(1,)]


def assert_each_member_has_one_invoice_and_one_mail():
    with scopes_disabled():
        assert sorted(Invoice.objects.values_list("serial", flat=True)) == list(range(1, MEMBERS + 1))
        assert Invoice.objects.values("organisation").distinct().count() == MEMBERS
        assert MembershipPeriod.objects.values("membership").distinct().count() == MembershipPeriod.objects.count() == MEMBERS
        assert Mail.objects.values("to_address").distinct().count() == Mail.objects.count() == MEMBERS
    assert rows("SELECT count(DISTINCT transaction_id), sum(amount_minor) > 0 FROM ledger_posting") == [(MEMBERS, True)]


def test_a_worker_killed_while_it_reads_members_in_is_followed_by_one_that_finishes(stage, tmp_path):
    started_import(stage)
    kill_at_the_brake(stage, "membership_membership", "NEW.member_no = 13")
    with scopes_disabled():
        assert Membership.objects.count() == 11  # two whole batches of five, and the one who was there before
    find_the_dead()
    finish(tmp_path)
    assert_each_row_became_one_member(stage)


def test_a_worker_killed_while_it_issues_dues_is_followed_by_one_that_finishes(stage, tmp_path):
    released_run(stage)
    kill_at_the_brake(stage, "billing_invoice", "NEW.serial = 13")
    with scopes_disabled():
        assert Invoice.objects.count() == MembershipPeriod.objects.count() == 10
    find_the_dead()
    finish(tmp_path)
    assert_each_member_has_one_invoice_and_one_mail()


def test_a_worker_whose_connection_is_cut_tries_again_by_itself(stage, tmp_path):
    released_run(stage)
    with brake("billing_invoice", "NEW.serial = 13"), worker(tmp_path) as process:
        pid = until(braked)
        rows("SELECT pg_terminate_backend(%s, 5000)", [pid])
        release()
        with scopes_disabled():
            until(lambda: Mail.objects.count() == MEMBERS)
        assert process.poll() is None
    assert_each_member_has_one_invoice_and_one_mail()


def test_a_worker_that_loses_the_whole_database_does_not_sit_there_deaf(stage, tmp_path):
    with worker(tmp_path) as process:
        until(lambda: rows("SELECT 1 FROM procrastinate_workers"))
        until(lambda: rows("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%%'"))
        rows("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        started_import(stage)
        with scopes_disabled():
            until(lambda: process.poll() is not None or ImportRun.objects.exclude(committed_at=None).exists())
        if process.poll() is not None:
            finish(tmp_path)
    assert_each_row_became_one_member(stage)
