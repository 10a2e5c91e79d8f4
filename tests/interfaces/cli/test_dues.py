import json

import pytest
from django.db import connection
from django_scopes import scope, scopes_disabled

from klynge.billing.models import Invoice
from klynge.interfaces.cli.main import run
from klynge.membership.models import DuesRun
from tests import factories

PLAN = ["dues", "plan", "--cluster", "nordlys", "--term", "2027", "--as-of", "2027-01-04"]
RELEASE = ["dues", "release", "--cluster", "nordlys", "--term", "2027", "--commit", "--as-of", "2027-01-04"]
ISSUE = ["dues", "issue", "--cluster", "nordlys", "--term", "2027", "--as-of", "2027-01-04"]


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues)
        factories.size(world.fjord, 35)
    with scopes_disabled():
        yield world


def answer(capsys, *arguments):
    code = run([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_plan_is_a_rehearsal_unless_committed(stage, capsys):
    code, told = answer(capsys, *PLAN)
    assert (code, told["charge"], told["net"], told["committed"]) == (0, 1, {"amount": 6_500_00, "currency": "DKK"}, False)
    assert not DuesRun.objects.exists()


def test_the_command_line_may_not_release_its_own_plan_but_somebody_else_may(stage, capsys):
    assert run([*PLAN, "--commit"]) == 0
    capsys.readouterr()
    code, told = answer(capsys, *RELEASE)
    assert (code, "yourself" in told["error"]) == (2, True)
    assert run([*RELEASE, "--as", "frida@nordlys.example"]) == 0


def test_issuing_is_a_rehearsal_unless_committed_and_safe_to_run_twice(stage, capsys):
    run([*PLAN, "--commit"])
    run([*RELEASE, "--as", "frida@nordlys.example"])
    assert run(ISSUE) == 0
    assert not Invoice.objects.exists()
    assert run([*ISSUE, "--commit"]) == 0
    assert Invoice.objects.get().total_minor == 8_125_00
    assert run([*ISSUE, "--commit"]) == 2
    assert Invoice.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["dues", "plan", "--cluster", "nowhere", "--term", "2027"], "havblik, nordlys"),
        (["dues", "plan", "--cluster", "nordlys", "--term", "1999"], "no term 1999"),
        ([*PLAN, "--as", "bo@fjord.example"], "no role"),
        (["dues", "issue", "--cluster", "nordlys", "--term", "2027"], "No plan is waiting"),
    ],
)
def test_what_is_wrong_is_said_in_words(stage, capsys, arguments, expected):
    code, told = answer(capsys, *arguments)
    assert (code, expected in told["error"]) == (2, True)


def test_a_run_that_came_to_a_halt_is_continued_and_dated_today(stage, capsys):
    run([*PLAN, "--commit"])
    run([*RELEASE, "--as", "frida@nordlys.example"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert run([*ISSUE[:-1], "2027-01-20", "--commit"]) == 0
    assert str(Invoice.objects.get().issued_on) == "2027-01-20"
