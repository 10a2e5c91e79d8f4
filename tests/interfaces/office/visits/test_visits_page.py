"""The office's page of visits, and the site's question, in a real browser."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Grant, Role
from klynge.membership.actions import present_cluster
from klynge.visits.actions import choose_asking, count_view
from klynge.visits.models import PageDay, VisitorDay
from tests.browser import SIZES, judge
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PAGE = "/office/nordlys/visits/"


@pytest.fixture
def stage():
    world = build()
    with scope(cluster=world.nordlys):
        present_cluster(world.nordlys, texts={"headline": {"da": "Nordlys"}}, is_public=True, actor=world.astrid, at=world.noon)
    return world


def ask(stage):
    with scope(cluster=stage.nordlys):
        choose_asking(stage.nordlys, is_asked=True, actor=stage.astrid, at=timezone.now())


def sums(stage):
    with scope(cluster=stage.nordlys):
        pages = dict(PageDay.objects.order_by("page").values_list("page", "views"))
        return pages, list(VisitorDay.objects.values_list("visitors", "returned"))


def test_pages_are_counted_for_people_and_not_for_programs_pictures_or_personal_links(client, stage):
    for address in (
        "/nordlys/",
        "/nordlys/en/",
        "/nordlys/news/",
        "/nordlys/news/nothing-here/",
        "/nordlys/join/no-such-token/",
        "/nordlys/news/feed/",
    ):
        client.get(address, headers={"user-agent": FIREFOX})
    client.get("/nordlys/", headers={"user-agent": "Googlebot/2.1"})
    assert sums(stage) == ({"": 2, "news/": 1}, [])


def test_nothing_is_kept_in_the_browser_before_a_yes_and_nothing_after_a_no(chromium, live_server, stage):
    ask(stage)
    context = chromium.new_context(user_agent=FIREFOX, locale="da")
    page = context.new_page()
    page.goto(live_server.url + "/nordlys/")
    assert context.cookies() == []
    page.click("text=Nej tak")
    assert [(each["name"], each["value"], each["path"]) for each in context.cookies()] == [("klynge_counting", "no", "/nordlys/")]
    assert page.locator(".public__ask").count() == 0
    assert sums(stage)[1] == []
    page.click("text=Hvad der tælles her")
    page.click("text=Ja, tæl mig med")
    assert sums(stage)[1] == [(1, 0)]
    page.goto(live_server.url + "/nordlys/news/")
    assert sums(stage)[1] == [(1, 0)]
    context.close()


def test_a_visitor_of_an_earlier_day_returns_once(client, stage):
    ask(stage)
    client.cookies["klynge_counting"] = (timezone.localdate() - timedelta(days=3)).isoformat()
    for _ in range(2):
        client.get("/nordlys/", headers={"user-agent": FIREFOX})
    assert sums(stage)[1] == [(1, 1)]


def test_a_foreign_page_can_not_answer_and_the_way_back_stays_here(client, stage):
    ask(stage)
    refused = client.post("/nordlys/counting/", {"choice": "yes"}, headers={"sec-fetch-site": "cross-site"})
    assert (refused.status_code, "klynge_counting" in client.cookies) == (403, False)
    answered = client.post("/nordlys/counting/", {"choice": "yes", "back": "https://evil.example/nordlys/"})
    assert answered.url == "/nordlys/"


def test_without_asking_a_yes_is_not_taken(client, stage):
    client.post("/nordlys/counting/", {"choice": "yes"})
    assert client.cookies["klynge_counting"].value == "no"
    assert sums(stage)[1] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_pages_are_fit_to_be_seen(visitor, stage, size, scheme):
    ask(stage)
    judge(visitor.open("/nordlys/", size=size, scheme=scheme), f"asked-{size}-{scheme}")
    judge(visitor.open("/nordlys/counting/", size=size, scheme=scheme), f"counting-{size}-{scheme}")
    judge(visitor.open(PAGE, user=stage.astrid_user, size=size, scheme=scheme), f"visits-empty-{size}-{scheme}")
    _read(stage, "", "news/", "membership/")
    judge(visitor.open(PAGE, user=stage.astrid_user, size=size, scheme=scheme), f"visits-{size}-{scheme}")


def test_a_reader_sees_the_sums_and_decides_nothing(client, stage):
    Grant.objects.filter(user=stage.astrid_user).update(role=Role.READER)
    client.force_login(stage.astrid_user)
    assert client.get(PAGE).status_code == 200
    assert client.post(reverse("office:visits:choose_asking", args=["nordlys"]), {"is_asked": "yes"}).status_code == 403


def test_the_page_asks_the_database_as_often_for_three_pages_as_for_one(client, stage):
    client.force_login(stage.astrid_user)
    counts = []
    for pages in (("",), ("news/", "members/")):
        _read(stage, *pages)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(PAGE, {"span": "year"}).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def _read(stage, *pages):
    with scope(cluster=stage.nordlys):
        for page in pages:
            count_view(stage.nordlys, page=page, actor=Actor.system("site", cluster_id=stage.nordlys.pk), at=timezone.now())
