"""The stylesheet, the menu, the refusals and signing in, without a browser."""

import gzip

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import ResolverMatch

from klynge.access.actor import Actor
from klynge.interfaces.office import navigation
from klynge.ui.bundle import SOURCES, stylesheet

ASTRID = Actor(name="Astrid", cluster_id=1, roles=frozenset({"admin"}))


def test_the_stylesheet_declares_its_layers_first_and_holds_every_file():
    text = stylesheet()
    assert text.startswith("@layer reset, tokens, base, layout, components, pages, utilities;")
    assert [file.name for file in SOURCES.glob("*.css") if file.read_text() not in text] == []


def test_no_stylesheet_loads_anything_else_or_names_a_colour_outside_the_tokens():
    for file in SOURCES.glob("*.css"):
        text = file.read_text()
        assert "url(" not in text
        assert "@import" not in text
        assert file.name == "tokens.css" or "#" not in text.replace("#content", "")


def test_the_first_page_weighs_less_than_60_kilobytes(tmp_path, client, db):
    manifest = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES={"staticfiles": manifest}):
        call_command("collectstatic", verbosity=0, interactive=False)
        page = client.get("/account/login/").content
    names = [part.split('"')[0] for part in page.decode().split("/static/")[1:]]
    assert len(names) >= 4
    packed = [tmp_path / f"{name}.gz" for name in names]
    weight = len(gzip.compress(page)) + sum((file if file.exists() else file.with_suffix("")).stat().st_size for file in packed)
    assert weight < 60_000


def test_the_menu_shows_what_exists_and_marks_what_is_open(settings):
    settings.ROOT_URLCONF = "tests.ui.gallery"
    match = ResolverMatch(lambda: None, (), {}, "list", ["office", "members"], ["office", "members"])
    shown = navigation.sections("nordlys", match, ASTRID)
    assert [section.url for section in shown if section.is_current] == ["/office/nordlys/members/"]
    assert len(shown) == len(navigation.SECTIONS)


def test_a_section_without_a_page_is_hidden(settings):
    settings.ROOT_URLCONF = "klynge.interfaces.site.urls"
    assert navigation.sections("nordlys", None, ASTRID) == []


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_a_refusal_can_be_drawn_with_nothing_at_hand(name):
    html = render_to_string(f"{name}.html")
    assert "<h1>" in html
    assert name[:3] in html


def test_signing_in_with_a_password_leads_home(client, world):
    answer = client.post("/account/login/", {"login": "bo@fjord.example", "password": "aalborg-2027"}, follow=True)
    assert answer.redirect_chain == [("/", 302), (f"/portal/nordlys/{world.fjord.pk}/", 302)]


def test_a_wrong_password_is_explained_beside_the_form(client, world):
    answer = client.post("/account/login/", {"login": "bo@fjord.example", "password": "wrong"}, headers={"accept-language": "en"})
    assert 'class="alert alert--bad" role="alert"' in answer.content.decode()


def test_a_code_by_mail_is_asked_for_on_our_own_page(client, world, mailoutbox):
    answer = client.post("/account/login/code/", {"email": "bo@fjord.example"}, follow=True)
    assert [mail.to for mail in mailoutbox] == [["bo@fjord.example"]]
    assert 'class="sheet' in answer.content.decode()
