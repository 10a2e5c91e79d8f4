"""Two at once, and a disk with no more room: one is told, nothing is half done, and once there is room it goes on."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import close_old_connections, connection
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from klynge.access.models import Role
from klynge.access.queries import actor_of
from klynge.billing.models import Invoice
from klynge.files.errors import StorageFault
from klynge.files.models import StoredFile
from klynge.interfaces.cli.main import run as klynge
from klynge.membership import actions
from klynge.membership.models import DuesRelease, ImportRun, Membership
from tests import factories
from tests.billing.test_same_moment import at_once
from tests.journeys.working import full_disk, rows
from tests.membership.member_files import HEAD, rehearse
from tests.world import _user, build

pytestmark = pytest.mark.django_db(transaction=True)
MEMBERS = 30


@pytest.fixture
def stage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    world = build()
    world.who = {"actor": world.astrid, "at": world.noon}
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues)
        factories.size(world.fjord, 35)
    return world


def lines(count=MEMBERS, fault="123"):
    return [*[f"Firma {n:02};;5;;post@firma-{n}.example;;" for n in range(count)], f"Forkert;{fault};;;;;"]


def rehearsed(stage):
    with scope(cluster=stage.nordlys):
        return rehearse(stage, *lines())


def read_in(stage, run, size=3):
    close_old_connections()
    try:
        with scope(cluster=stage.nordlys):
            while actions.commit_import(ImportRun.objects.get(pk=run.pk), size=size, **stage.who):
                pass
    finally:
        connection.close()


def members():
    with scopes_disabled():
        return list(Membership.objects.order_by("member_no").values_list("member_no", "organisation__name"))


ALL = [(1, "Fjord Data ApS"), *((n + 2, f"Firma {n:02}") for n in range(MEMBERS))]


def test_four_who_read_the_same_file_in_at_once_make_each_member_once(stage):
    run = rehearsed(stage)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: read_in(stage, run), range(4)))
    assert members() == ALL
    assert rows("SELECT count(*) FROM files_storedfile WHERE name LIKE '%%-faulty.csv'") == [(1,)]


def test_two_files_of_the_same_companies_read_in_at_once_make_each_member_once(stage):
    runs = [rehearsed(stage), rehearsed(stage)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda run: read_in(stage, run), runs))
    assert sorted(name for _number, name in members()) == sorted(name for _number, name in ALL)
    assert [number for number, _name in members()] == list(range(1, MEMBERS + 2))


def test_two_who_press_start_at_once_put_one_job_on_the_queue(stage):
    run = rehearsed(stage)
    assert at_once(stage, *[lambda: actions.start_import(run, **stage.who)] * 2) == ["Conflict", "done"]
    assert rows("SELECT task_name, count(*) FROM procrastinate_jobs GROUP BY 1") == [("membership.commit_import", 1)]


def test_two_who_release_the_same_run_at_once_release_it_once(stage):
    with scope(cluster=stage.nordlys):
        run = actions.plan_dues(stage.term, as_of=stage.today, issue_on=stage.today, **stage.who)
    other = actor_of(_user("finn@nordlys.example", "Finn", stage.nordlys, Role.FINANCE), cluster=stage.nordlys, at=stage.noon)
    releases = [lambda who=who: actions.release_dues_run(run, actor=who, at=stage.noon) for who in (stage.frida, other)]
    assert at_once(stage, *releases) == ["Conflict", "done"]
    with scopes_disabled():
        assert (DuesRelease.objects.count(), Invoice.objects.count()) == (1, 0)
    assert rows("SELECT task_name, count(*) FROM procrastinate_jobs GROUP BY 1") == [("membership.issue_dues_run", 1)]


def test_two_who_release_and_discard_at_once_do_one_of_it(stage):
    with scope(cluster=stage.nordlys):
        run = actions.plan_dues(stage.term, as_of=stage.today, issue_on=stage.today, **stage.who)
    works = [lambda: actions.release_dues_run(run, actor=stage.frida, at=stage.noon), lambda: actions.discard_dues_run(run, **stage.who)]
    assert at_once(stage, *works) == ["Conflict", "done"]


def test_a_full_disk_refuses_the_upload_in_a_sentence_and_keeps_nothing(stage, client):
    client.force_login(stage.astrid_user)
    file = SimpleUploadedFile("stor.csv", "\n".join([HEAD, *lines(5_000)]).encode())
    with full_disk():
        answer = client.post(reverse("office:imports:new", args=["nordlys"]), {"file": file})
    page = answer.content.decode()
    assert (answer.status_code, "“stor.csv” could not be stored" in page, "make room" in page) == (422, True, True)
    with scopes_disabled():
        assert (StoredFile.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_a_full_disk_stops_the_command_with_a_sentence(stage, tmp_path, capsys):
    (path := tmp_path / "stor.csv").write_text("\n".join([HEAD, *lines(5_000)]))
    with full_disk():
        assert klynge(["members", "import", str(path), "--cluster", "nordlys", "--commit"]) == 2
    assert "“stor.csv” could not be stored" in capsys.readouterr().err
    assert members() == ALL[:1]


def test_a_disk_that_fills_while_members_are_read_in_keeps_whole_batches_and_goes_on_later(stage):
    with scope(cluster=stage.nordlys):
        run = rehearse(stage, *lines(fault="1" * 60_000))
    with full_disk(), pytest.raises(StorageFault, match="medlemmer-faulty.csv"):
        read_in(stage, run, size=12)
    assert members() == ALL[:25]
    read_in(stage, run)
    assert members() == ALL
    with scopes_disabled():
        assert ImportRun.objects.get().rejects.size > 60_000


def test_a_logo_that_finds_no_room_leaves_the_old_one(stage, client):
    from tests.hostile_files import png

    client.force_login(stage.astrid_user)
    address = reverse("office:settings:change_logo", args=["nordlys"])
    assert client.post(address, {"logo": SimpleUploadedFile("a.png", png())}).status_code == 302
    big = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0' + b"h9" * 50_000 + b'"/></svg>'
    with full_disk():
        answer = client.post(address, {"logo": SimpleUploadedFile("b.svg", big)})
    assert (answer.status_code, "could not be stored" in answer.content.decode()) == (422, True)
    shown = client.get(reverse("office:settings:logo", args=["nordlys"]))
    assert b"".join(shown) == png()
