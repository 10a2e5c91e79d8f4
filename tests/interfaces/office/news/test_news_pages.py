"""News from the first word to the site: in a browser, without JavaScript, and by odd requests."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope
from lxml import etree

from klynge.membership.actions import present_cluster
from klynge.publishing.actions import publish_release, write_release
from klynge.publishing.models import Release
from tests.browser import SIZES, judge
from tests.publishing.test_releases import PRESS, photograph
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)
ENGLISH = {"headers": {"accept-language": "en"}}
TYPED = {
    "kind": "press", "headline_da": "Nordlys indfører kontingent", "lead_da": "150 betaler.", "body_da": "Et afsnit.\n\n## Baggrund",
    "contact_name": "Astrid Holm", "contact_phone": "98765432", "quote_1_da": "Netværk er vores stærkeste kort.", "quote_1_person": "Henrik Holm",
}  # fmt: skip


@pytest.fixture
def stage(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    world = build()
    with scope(cluster=world.nordlys):
        present_cluster(world.nordlys, texts={"headline": {"da": "Nordlys"}}, is_public=True, actor=world.astrid, at=world.noon)
    client.force_login(world.astrid_user)
    return world


def office(name, *rest):
    return reverse(f"office:news:{name}", args=["nordlys", *rest])


def text(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def only(stage):
    with scope(cluster=stage.nordlys):
        return Release.objects.get()


def published(stage, at=None, **facts):
    at = at or timezone.now()
    with scope(cluster=stage.nordlys):
        made = write_release(stage.nordlys, facts=PRESS | facts, actor=stage.astrid, at=at)
        return publish_release(made, actor=stage.astrid, at=at)


def test_a_press_release_is_written_published_and_read_with_all_its_parts(client, stage):
    client.post(office("new"), TYPED | {"town": "Aalborg", "dated_on": "2017-02-28"})
    release = only(stage)
    assert client.get(f"/nordlys/news/{release.slug or 'x'}/").status_code == 404
    client.post(office("publish", release.pk))
    release = only(stage)
    client.logout()
    page = text(client.get(f"/nordlys/news/{release.slug}/"))
    for part in ("Pressemeddelelse", "Aalborg", "28. februar 2017", "Nordlys indfører kontingent", "150 betaler.", "<h2>Baggrund</h2>",
                 "stærkeste kort", "Henrik Holm", "Yderligere oplysninger", "Astrid Holm", "Foreningen Nordlys", "98765432", "NewsArticle"):  # fmt: skip
        assert part in page, part
    assert release.slug in text(client.get("/nordlys/")) and release.slug in text(client.get("/nordlys/news/"))
    assert f"/nordlys/news/{release.slug}/" in text(client.get("/sitemap.xml"))


def test_the_feed_is_one_that_programs_read(client, stage):
    release = published(stage)
    answer = client.get("/nordlys/en/news/feed/")
    assert answer["Content-Type"].startswith("application/rss+xml")
    channel = etree.fromstring(answer.content).find("channel")
    assert channel.findtext("title") == "News from Nordlys"
    (item,) = channel.findall("item")
    assert (item.findtext("title"), item.findtext("link").endswith(f"/nordlys/en/news/{release.slug}/")) == (
        "Nordlys introduces dues",
        True,
    )


def test_what_was_withdrawn_says_so_at_its_address(client, stage):
    release = published(stage)
    client.post(office("withdraw", release.pk))
    answer = client.get(f"/nordlys/en/news/{release.slug}/")
    assert answer.status_code == 410 and "This was withdrawn" in text(answer) and "150 virksomheder" not in text(answer)
    assert release.slug not in text(client.get("/nordlys/en/news/"))


def test_what_is_scheduled_is_not_on_the_site_yet(client, stage):
    client.post(office("new"), TYPED)
    release = only(stage)
    when = (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    assert "It is scheduled." in text(client.post(office("publish", release.pk), {"from_at": when}, follow=True, **ENGLISH))
    assert client.get(f"/nordlys/news/{only(stage).slug}/").status_code == 404
    assert "or leave it empty" in text(client.post(office("publish", release.pk), {"from_at": "tomorrow"}, follow=True, **ENGLISH))


def test_a_change_of_what_is_public_keeps_the_former_wording_in_sight(client, stage):
    release = published(stage, at=timezone.now() - timedelta(hours=1))
    client.post(office("edit", release.pk), TYPED | {"lead_da": "151 betaler."})
    page = text(client.get(office("detail", release.pk), **ENGLISH))
    assert "151 betaler." in page and "Earlier wordings" in page and "150 virksomheder betaler nu" in page


def test_the_preview_shows_what_was_typed_and_saves_nothing(client, stage):
    page = text(client.post(office("new"), {"preview": "1", "headline_da": "", "body_da": "**fed**", "kind": "news"}))
    assert "<strong>fed</strong>" in page and "id_headline_da_error" not in page
    with scope(cluster=stage.nordlys):
        assert not Release.objects.exists()


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(client, stage):
    answer = client.post(office("new"), TYPED | {"headline_da": "", "quote_1_person": ""})
    assert answer.status_code == 422 and "id_headline_da_error" in text(answer) and "Netværk er vores stærkeste kort." in text(answer)
    client.post(office("new"), TYPED | {"lead_da": ""})
    page = text(client.post(office("publish", only(stage).pk), follow=True, **ENGLISH))
    assert "A press release has a lead" in page


def test_a_picture_is_shown_in_two_widths_to_everybody_once_it_is_public(client, stage):
    client.post(office("new"), TYPED | {"alt_da": "Et bord"})
    release = only(stage)
    client.post(office("change_picture", release.pk), {"picture": SimpleUploadedFile("a.jpg", photograph())})
    small = "/nordlys/news/x/picture/640/"
    assert client.get(office("picture", release.pk, 640))["Content-Type"] == "image/webp"
    client.post(office("publish", release.pk))
    address = f"/nordlys/news/{only(stage).slug}/"
    client.logout()
    page = text(client.get(address))
    assert 'alt="Et bord"' in page and 'width="1280" height="640"' in page
    assert [client.get(f"{address}picture/{width}/").status_code for width in (640, 1280, 99)] == [200, 200, 404]
    assert client.get(small).status_code == 404


@pytest.mark.parametrize("content", [b"", b"not a picture"])
def test_what_is_no_picture_is_said(client, stage, content):
    client.post(office("new"), TYPED)
    file = SimpleUploadedFile("a.jpg", content)
    page = text(client.post(office("change_picture", only(stage).pk), {"picture": file}, follow=True, **ENGLISH))
    assert "Choose a picture first." in page or "This is no picture" in page


def test_readers_read_and_strangers_find_nothing(client, stage):
    client.post(office("new"), TYPED)
    pk = only(stage).pk
    client.force_login(stage.frida_user)
    assert client.get(office("detail", pk)).status_code == 200
    assert [client.post(office(name, pk)).status_code for name in ("publish", "discard", "withdraw")] == [403] * 3
    assert client.get(office("new")).status_code == 403
    client.force_login(stage.dorte_user)
    assert client.get(office("detail", pk)).status_code == 404


def test_the_lists_ask_as_many_questions_for_one_as_for_twenty(client, stage):
    counted = []
    for number in (1, 19):
        for each in range(number):
            published(stage, headline={"da": f"Nyt {number} {each}"})
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/nordlys/news/").status_code == 200 and client.get("/nordlys/").status_code == 200
        with CaptureQueriesContext(connection) as more:
            assert client.get(office("list")).status_code == 200
        counted.append((len(queries), len(more)))
    assert counted[0] == counted[1]


@pytest.mark.parametrize(("scheme", "language"), [("light", "da"), ("dark", "en")])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_seen(client, visitor, stage, size, scheme, language):
    place = "nordlys" if language == "da" else "nordlys/en"
    see = {"size": size, "scheme": scheme, "language": language}
    judge(visitor.open(office("list"), user=stage.astrid_user, **see), f"news-empty-{size}-{scheme}")
    judge(visitor.open(f"/{place}/news/", size=size, scheme=scheme), f"news-site-empty-{size}-{scheme}")
    release = published(stage, dated_on=date(2017, 2, 28), caption={"da": "Henrik og Michael ved bordet. Foto: Nordlys"})
    client.force_login(stage.astrid_user)
    client.post(office("change_picture", release.pk), {"picture": SimpleUploadedFile("a.jpg", photograph())})
    for name in ("list", "detail", "edit"):
        address = office(name, *([release.pk] if name != "list" else []))
        judge(visitor.open(address, user=stage.astrid_user, **see), f"news-{name}-{size}-{scheme}")
    for name, address in {"list": "", "article": f"{release.slug}/"}.items():
        judge(visitor.open(f"/{place}/news/{address}", size=size, scheme=scheme), f"news-site-{name}-{size}-{scheme}")


def test_the_preview_follows_what_is_typed_in_the_browser(visitor, stage):
    page = visitor.open(office("new"), user=stage.astrid_user)
    page.get_by_label(re.compile("Headline")).first.fill("Et nyt netværk")
    page.get_by_label(re.compile("^Text")).first.fill("Det **begynder** nu.")
    page.locator("#preview strong", has_text="begynder").wait_for(timeout=10_000)
    assert page.locator("#preview").get_by_text("Et nyt netværk").is_visible()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The draft is saved.").wait_for(timeout=10_000)
    assert not page.complaints
