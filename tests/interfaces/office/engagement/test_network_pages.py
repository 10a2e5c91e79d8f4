"""The network on screen and at the command line."""

import json
from html import unescape

import pytest
from django.urls import reverse
from django_scopes import scope

from klynge.core.clock import day_of
from klynge.interfaces.cli.main import run
from tests import factories
from tests.browser import SIZES, judge
from tests.engagement.test_network_picture import together
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(client):
    from django.utils import timezone

    world = build()
    world.noon = timezone.now()
    world.today = day_of(world.noon)
    client.force_login(world.astrid_user)
    with scope(cluster=world.nordlys):
        world.firms = [factories.member(world.nordlys, world.ordinary, f"Firma {n:02}", 5).organisation for n in range(6)]
        yield world


def office(name="network"):
    return reverse(f"office:engagement:{name}", args=["nordlys"])


def text(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def drawn(stage):
    together(stage, 1, stage.firms[:4])
    together(stage, 2, stage.firms[3:5], source="matches", kind="matched")
    together(stage, 3, stage.firms[:2], days=500)


def test_the_picture_the_figures_and_the_table_say_the_same(client, stage):
    assert "Nobody has met anybody" in text(client.get(office()))
    drawn(stage)
    shown = text(client.get(office()))
    assert shown.count('class="net__node') == 5 and shown.count("net__tie--new") == 6 and shown.count('class="net__tie"') == 1
    assert "Firma 05" in shown and "Introductions 1" in shown
    narrowed = text(client.get(office() + "?way=introductions"))
    assert narrowed.count('class="net__node') == 2
    rows = client.get(office("network_csv")).content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("Firma 03;4;4;") and len(rows) > 6


@pytest.mark.parametrize(
    "query",
    [
        "first=2026-01-01&last=2025-01-01",
        "first=x",
        "last=9999-99-99",
        "way=x",
        "first=1900-01-01",
        "first=0001-01-01&last=0001-01-01",
        "first=9999-12-31&last=9999-12-31",
    ],
)
def test_odd_days_are_named(client, stage, query):
    assert client.get(f"{office()}?{query}").status_code == 422
    assert client.get(f"{office('network_csv')}?{query}").status_code == 200


def test_the_board_and_strangers_do_not_see_it(client, stage):
    for user, status in ((stage.bo_user, 404), (stage.dorte_user, 404)):
        client.force_login(user)
        assert client.get(office()).status_code == status and client.get(office("network_csv")).status_code == status


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_fit_to_be_seen(visitor, stage, size, scheme):
    judge(visitor.open(office(), user=stage.astrid_user, size=size, scheme=scheme), f"network-empty-{size}-{scheme}")
    drawn(stage)
    judge(visitor.open(office(), user=stage.astrid_user, size=size, scheme=scheme), f"network-{size}-{scheme}")


def test_the_command_line_prints_the_same(stage, capsys):
    drawn(stage)
    assert run(["network", "picture", "--cluster", "nordlys", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["ties"]) == 7 and found["members"][0]["name"] == "Firma 03"
    assert run(["network", "picture", "--cluster", "nordlys", "--through", "introductions"]) == 0
    assert "1 ties" in capsys.readouterr().out
