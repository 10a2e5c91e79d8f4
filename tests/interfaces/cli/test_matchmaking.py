import json

import pytest
from django_scopes import scopes_disabled

from klynge.interfaces.cli.main import run
from tests.matchmaking.conftest import Fair

NORDLYS = ["--cluster", "nordlys"]


@pytest.fixture(autouse=True)
def stage(world):
    with scopes_disabled():
        fair = Fair(world)
        fair.company("Robo ApS", needs="Vi søger billedgenkendelse")
        fair.company("Vision A/S", offers="Machine vision for robots")
        yield world


def test_suggestions_are_computed_and_listed_with_their_reasons(capsys):
    assert run(["matchmaking", "compute", *NORDLYS, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["with_any"] == 2
    assert run(["matchmaking", "list", *NORDLYS, "--member", "102"]) == 0
    told = capsys.readouterr().out
    assert "Vision A/S" in told and "“Vi søger billedgenkendelse” – “Machine vision for robots”" in told


def test_a_number_that_nobody_has_is_refused(capsys):
    assert run(["matchmaking", "list", *NORDLYS, "--member", "9999"]) == 2
    assert "no member with the number 9999" in capsys.readouterr().err
