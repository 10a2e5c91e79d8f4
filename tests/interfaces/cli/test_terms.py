import json

import pytest
from django_scopes import scope, scopes_disabled

from klynge.interfaces.cli.main import run
from klynge.membership.models import Term, TermClosing
from tests import factories

NORDLYS = ["--cluster", "nordlys"]
CLOSE = ["terms", "close", *NORDLYS, "--term", "2027", "--as-of", "2028-01-10"]
REOPEN = ["terms", "reopen", *NORDLYS, "--term", "2027", "--reason", "En faktura manglede", "--as-of", "2028-01-11"]


@pytest.fixture(autouse=True)
def stage(world):
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues)
    with scopes_disabled():
        yield world


def answer(capsys, *arguments):
    code = run([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_closing_is_a_rehearsal_unless_committed(capsys):
    left = {"term": "2027", "unbilled": 1, "open_invoices": 0, "open_minor": 0}
    assert answer(capsys, *CLOSE) == (0, left | {"committed": False})
    assert not TermClosing.objects.exists()
    assert answer(capsys, *CLOSE, "--commit") == (0, left | {"committed": True})
    assert TermClosing.objects.count() == 1


def test_a_year_is_opened_closed_and_opened_again(capsys):
    assert run(["terms", "open", *NORDLYS, "--starts-on", "2028-01-01", "--commit"]) == 0
    assert run([*CLOSE, "--commit"]) == 0
    capsys.readouterr()
    _code, told = answer(capsys, "terms", "list", *NORDLYS)
    assert [(row["term"], row["is_closed"]) for row in told] == [("2028", False), ("2027", True)]
    assert run([*REOPEN, "--commit"]) == 0
    assert not TermClosing.objects.exists()


def test_what_can_not_be_is_said_and_nothing_is_kept(capsys):
    assert run([*CLOSE[:-1], "2027-06-01", "--commit"]) == 2
    assert run([*REOPEN, "--commit"]) == 2
    assert run(["terms", "open", *NORDLYS, "--starts-on", "2028-02-01", "--commit"]) == 2
    assert Term.objects.count() == 1
