"""A cluster's public site: what it costs, who is in it, and nothing that nobody should see."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from lxml import etree

from klynge.directory.actions import edit_profile, publish_profile
from klynge.directory.models import Organisation
from klynge.membership.actions import present_cluster
from klynge.membership.models import Membership
from tests import factories
from tests.browser import SIZES, judge
from tests.interfaces.portal.company import furnished

pytestmark = pytest.mark.django_db(transaction=True)
TEXTS = {
    "headline": {"da": "Nordjyllands it-virksomheder, stærkere sammen", "en": "The IT companies of North Jutland, stronger together"},
    "lead": {"da": "Et netværk af virksomheder og forskere.", "en": "A network of companies and researchers."},
    "benefits": {
        "da": "Netværk: mød ligesindede\nArrangementer: faglige og gratis",
        "en": "Network: meet like-minded\nEvents: professional and free",
    },
}
PROFILE = {"summary": {"da": "Vi bygger robotter.", "en": "We build robots."}, "offers": {"da": "Vision"}}
PAGES = [
    "/nordlys/",
    "/nordlys/membership/?employees=250&joined_on=",
    "/nordlys/members/",
    "/nordlys/members/?search=zzz",
    "/nordlys/calls/",
]


@pytest.fixture
def stage():
    world = furnished()
    with scope(cluster=world.nordlys):
        present_cluster(world.nordlys, texts=TEXTS, is_public=True, actor=world.astrid, at=world.now)
        profile = edit_profile(
            world.fjord, cluster=world.nordlys, texts=PROFILE, competences=["Robotik", "Vision"], actor=world.astrid, at=world.now
        )
        publish_profile(profile, actor=world.astrid, at=world.now)
        sole = factories.member(world.nordlys, world.ordinary, "Konsulent Karla Krog", 1).organisation
        Organisation.objects.filter(pk=sole.pk).update(kind="sole")
    return world


def text(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


@pytest.mark.parametrize(("scheme", "place"), [("light", "nordlys"), ("dark", "nordlys/en")])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_seen(visitor, stage, size, scheme, place):
    for count, address in enumerate([*PAGES, f"/nordlys/members/{stage.fjord.pk}/"]):
        judge(visitor.open(address.replace("nordlys", place, 1), size=size, scheme=scheme), f"public-{count}-{size}-{scheme}")


def test_nothing_is_stored_and_nobody_else_is_asked(chromium, live_server, stage):
    context = chromium.new_context()
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    for address in [*PAGES, f"/nordlys/members/{stage.fjord.pk}/"]:
        page.goto(live_server.url + address)
    kept = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    assert (context.cookies(), kept) == ([], [0, 0, ""])
    assert {url for url in asked if not url.startswith(live_server.url)} == set()
    context.close()


def test_the_first_load_is_light(chromium, live_server, stage):
    context = chromium.new_context()
    page, sizes = context.new_page(), []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(live_server.url + "/nordlys/membership/?employees=35", wait_until="networkidle")
    context.close()
    assert sum(sizes) < 100_000  # as it is on disk; compressed on the way it is a third


def test_the_calculator_says_what_the_dues_run_charges(client, stage):
    shown = text(client.get("/nordlys/en/membership/?employees=250"))
    assert "DKK 25,000.00" in shown
    assert "DKK 31,250.00" in shown
    assert "200" in shown
    assert client.get("/nordlys/en/membership/?employees=-1").status_code == 200


def test_strange_questions_are_told_not_to_make_sense(client, stage):
    for question in ("employees=abc", "employees=1&joined_on=1999-01-01", "employees=99999999999", "employees=1&joined_on=x"):
        shown = client.get(f"/nordlys/membership/?{question}")
        assert (shown.status_code, "field__errors" in text(shown)) == (200, True)


def test_members_are_found_by_what_they_do_and_people_are_not_shown(client, stage):
    assert "Fjord Data ApS" in text(client.get("/nordlys/members/?search=robot"))
    assert "Ærø Softwarehus" not in text(client.get("/nordlys/members/?search=robot"))
    assert "Fjord Data ApS" in text(client.get("/nordlys/members/?competence=vision".replace("vision", "Vision")))
    for question in ("", "?search=Bo", "?search=%25", "?page=999", "?size=10-49", "?search=%00"):
        shown = text(client.get(f"/nordlys/members/{question}"))
        assert "Bo Ågård" not in shown
        assert "bo@fjord" not in shown


def test_a_person_who_is_a_company_is_shown_only_when_the_profile_is_public(client, stage):
    assert "Karla" not in text(client.get("/nordlys/members/")) + text(client.get("/nordlys/"))


def test_a_profile_that_is_taken_back_or_whose_membership_ended_is_gone_at_once(client, stage):
    address = f"/nordlys/members/{stage.fjord.pk}/"
    shown = client.get(address)
    assert "We build robots." in text(client.get(address.replace("nordlys", "nordlys/en")))
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', shown.content.decode())[1])
    assert (data["@type"], data["name"]) == ("Organization", "Fjord Data ApS")
    with scope(cluster=stage.nordlys):
        joined = stage.fjord_membership.during.lower
        Membership.objects.filter(pk=stage.fjord_membership.pk).update(during=(joined, stage.day - timedelta(days=1)))
    assert client.get(address).status_code == 404


def test_a_cluster_that_has_not_opened_its_site_has_none(client, stage):
    assert [client.get(f"/havblik/{page}").status_code for page in ("", "membership/", "members/", "logo/")] == [404] * 4
    assert client.get("/nordlys/da/").status_code == 404  # one address for each page
    with scope(cluster=stage.nordlys):
        present_cluster(stage.nordlys, texts=TEXTS, is_public=False, actor=stage.astrid, at=stage.now)
    assert client.get("/nordlys/").status_code == 404


def test_each_page_says_its_language_and_where_the_other_is(client, stage):
    shown = text(client.get("/nordlys/en/members/"))
    assert ('<html lang="en">' in shown, 'hreflang="da" href="http://testserver/nordlys/members/"' in shown) == (True, True)
    assert '<html lang="da">' in text(client.get("/nordlys/members/", headers={"accept-language": "en"}))


def test_the_sitemap_names_every_page_that_there_is(client, stage):
    found = etree.fromstring(client.get("/sitemap.xml").content).xpath("//*[local-name() = 'loc']/text()")
    assert len(found) == 20  # nine pages and one profile, in two languages
    assert {client.get(url.removeprefix("http://testserver")).status_code for url in found} == {200}
    assert "/sitemap.xml" in text(client.get("/robots.txt"))


def test_the_directory_takes_as_many_queries_for_one_as_for_many(client, stage):
    def count():
        with CaptureQueriesContext(connection) as seen:
            client.get("/nordlys/members/")
        return len(seen)

    few = count()
    with scope(cluster=stage.nordlys):
        for number in range(30):
            factories.member(stage.nordlys, stage.ordinary, f"Medlem {number}", number)
    assert count() == few < 6


def test_staff_write_the_texts_and_open_the_site(client, stage):
    client.force_login(stage.astrid_user)
    given = {f"{name}_{language}": said for name, texts in TEXTS.items() for language, said in texts.items()}
    assert client.post("/office/nordlys/settings/site/", given | {"headline_da": "Ny overskrift", "is_public": "on"}).status_code == 302
    client.logout()
    assert "Ny overskrift" in text(client.get("/nordlys/"))


def test_whoever_comes_without_an_address_is_led_to_the_one_site_there_is(client, stage):
    assert client.get("/").url == "/nordlys/"
