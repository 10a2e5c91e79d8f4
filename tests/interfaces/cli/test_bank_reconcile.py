"""``klynge bank reconcile``: the books beside the bank, in words and as JSON, with an exit status that scripts can ask."""

import json
from datetime import date

import pytest
from django_scopes import scope

from klynge.banking.models import Statement
from klynge.interfaces.cli.main import run
from tests.billing.bank import account, bank_file, came_in, fik, matched, owed


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        world.account = account(world)
        world.file = bank_file(world)
        came_in(world.account, **fik(owed(world)))
        matched(world)
    return world


def told(world, closing):
    facts = {"first_on": date(2026, 12, 1), "last_on": date(2026, 12, 31), "opening_minor": 0, "closing_minor": closing}
    with scope(cluster=world.nordlys):
        Statement.objects.create(cluster=world.nordlys, account=world.account, file=world.file, **facts)


ASKED = ["bank", "reconcile", "--cluster", "nordlys", "--as-of", "2026-12-31"]


def test_they_agree(stage, capsys):
    told(stage, 1_250_00)
    assert run([*ASKED, "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["booked_minor"], found["told"][0]["minor"], found["difference_minor"], found["unbooked"]) == (125000, 125000, 0, [])


def test_what_is_left_unexplained_is_told_by_the_exit_status(stage, capsys):
    told(stage, 1_300_00)
    assert run(ASKED) == 1
    out = capsys.readouterr().out
    assert out.startswith("bank on 2026-12-31\n") and out.rstrip().endswith("50.00")


def test_another_cluster_has_none_of_it(stage, capsys):
    assert run(["bank", "reconcile", "--cluster", "havblik"]) == 0
    assert "no bank account yet" in capsys.readouterr().out
