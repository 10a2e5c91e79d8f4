import json

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from klynge.core.clock import day_of
from klynge.interfaces.cli.main import run
from tests.engagement.touched import touched

NORDLYS = ["--cluster", "nordlys"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stage(world):
    with scopes_disabled():
        yield world


def test_members_are_scored_and_listed_by_level(stage, capsys):
    assert run(["engagement", "list", *NORDLYS]) == 0
    assert "Nothing is computed yet" in capsys.readouterr().out
    for kind in ("spoke", "hosted", "attended", "met", "matched", "joined"):
        touched(stage.nordlys, stage.fjord, kind, day_of(timezone.now()))
    assert run(["engagement", "compute", *NORDLYS, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["levels"]["engaged"] == 1
    assert run(["engagement", "list", *NORDLYS, "--level", "engaged", "--json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == [stage.fjord.name]
