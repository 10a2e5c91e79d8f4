"""The office sees how members come together, looks at what goes to everybody, and introduces."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from klynge.access.models import Grant, User
from klynge.core.jobs import is_pending
from klynge.matchmaking.actions import compute_suggestions, publish_opportunity, record_outcome, say_interested, write_opportunity
from klynge.matchmaking.models import Match, Opportunity
from klynge.membership.actions import present_cluster
from tests.browser import judge
from tests.matchmaking.conftest import FACTS, Fair
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(client):
    world, now = build(), timezone.now()
    User.objects.update(language="en")
    with scope(cluster=world.nordlys):
        fair = Fair(world)
        world.robo, world.vision = (
            fair.company("Robo ApS", needs="Vi søger machine vision"),
            fair.company("Vision A/S", offers="Machine vision for robots"),
        )
        made = write_opportunity(world.robo.organisation, cluster=world.nordlys, facts=FACTS, actor=world.robo.actor, at=now)
        world.opportunity = publish_opportunity(made, actor=world.robo.actor, at=now)
        compute_suggestions(world.nordlys, actor=world.astrid, at=now)
        world.match = _yes(world.robo, world.vision, world, now)
        world.fair, world.now = fair, now
        present_cluster(world.nordlys, texts={"headline": {"da": "Nordlys"}}, is_public=True, actor=world.astrid, at=now)
    client.force_login(world.astrid_user)
    return world


def _yes(one, other, world, now):
    return say_interested(one.organisation, other=other.organisation, cluster=world.nordlys, actor=one.actor, at=now)


def office(name, *rest):
    return reverse(f"office:matchmaking:{name}", args=["nordlys", *rest])


def text(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def test_the_overview_shows_steps_and_what_waits(client, stage):
    page = text(client.get(office("list")))
    for part in (
        "From suggestion to outcome",
        "To look at",
        "Billedgenkendelse til robotcelle",
        "Who is shown most",
        "Robo ApS",
    ):  # who was said yes to is suggested no more
        assert part in page


def test_a_review_lets_it_go_to_everybody_and_not_before(client, stage):
    public = reverse("public:opportunities", args=["nordlys"])
    assert "Billedgenkendelse" not in text(client.get(public))
    assert "Billedgenkendelse" in text(client.get(office("opportunities") + "?review=1"))
    client.post(office("review", stage.opportunity.pk))
    assert "Billedgenkendelse" in text(client.get(public)) and "Billedgenkendelse" not in text(
        client.get(office("opportunities") + "?review=1")
    )
    address = reverse("public:opportunity", args=["nordlys", stage.opportunity.pk])
    client.logout()
    page = text(client.get(address))
    assert "Robo ApS" in page and "Kontakt" not in page
    with scope(cluster=stage.nordlys):
        Opportunity.objects.update(is_anonymous=True)
    assert "Robo ApS" not in text(client.get(address)) + text(client.get(public))


def test_only_brokers_see_a_yes_of_one_side(client, stage):
    assert "Robo ApS" in text(client.get(office("matches")))
    client.force_login(stage.frida_user)
    page = text(client.get(office("matches")))
    assert "Robo ApS" not in page and "For those who bring members together" in page
    assert client.post(office("introduce", stage.match.pk)).status_code == 404
    assert client.post(office("review", stage.opportunity.pk)).status_code == 403
    assert client.post(office("compute")).status_code == 403
    board = User.objects.create_user("bestyrelse@nordlys.example", "aalborg-2027", name="Bestyrelse", language="en")
    Grant.objects.create(user=board, cluster=stage.nordlys, role="board", granted_at=stage.now)
    client.force_login(board)
    assert "From suggestion to outcome" in text(client.get(office("list"))) and "Robo ApS" not in text(client.get(office("matches")))


def test_two_that_said_yes_are_introduced_by_hand(client, stage):
    with scope(cluster=stage.nordlys):
        _yes(stage.vision, stage.robo, stage, stage.now)
    client.post(office("introduce", stage.match.pk))
    with scope(cluster=stage.nordlys):
        assert Match.objects.get().introduced_at
        record_outcome(
            stage.match, organisation=stage.robo.organisation, kind="bid", value_minor=12_300, actor=stage.robo.actor, at=stage.now
        )
    page = text(client.get(office("matches")))
    assert "A joint bid or application" in page and "123" in page


def test_new_suggestions_are_ordered_once(client, stage):
    for _time in range(2):
        client.post(office("compute"))
    assert is_pending("matchmaking.compute_suggestions", cluster_id=stage.nordlys.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'matchmaking.compute_suggestions'")
        assert cursor.fetchone() == (1,)


def test_many_rows_ask_no_more_than_one(client, stage):
    def count(page):
        with CaptureQueriesContext(connection) as queries:
            client.get(office(page))
        return len(queries)

    before = [count(page) for page in ("opportunities", "matches")]
    with scope(cluster=stage.nordlys):
        for number in range(3):
            other = stage.fair.company(f"Flere {number} ApS")
            _yes(other, stage.robo, stage, stage.now)
            write_opportunity(other.organisation, cluster=stage.nordlys, facts=FACTS, actor=other.actor, at=stage.now)
    assert [count(page) for page in ("opportunities", "matches")] == before


@pytest.mark.parametrize(("scheme", "size"), [("light", "wide"), ("dark", "phone")])
def test_matchmaking_is_fit_to_be_seen(visitor, stage, scheme, size):
    pages = [office(name) for name in ("list", "opportunities", "matches")] + [office("opportunity", stage.opportunity.pk)]
    for address in pages:
        judge(
            visitor.open(address, user=stage.astrid_user, size=size, scheme=scheme, language="da"), f"{address.replace('/', '-')}{scheme}"
        )
