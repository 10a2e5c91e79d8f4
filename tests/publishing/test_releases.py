"""News and press releases: finished before they are public, at addresses that stay, with every wording kept."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.slugs import RESERVED, slug_of
from klynge.publishing.actions import (
    change_picture,
    change_release,
    discard_release,
    publish_release,
    withdraw_release,
    write_release,
)
from klynge.publishing.models import Release, Revision
from klynge.publishing.queries.releases import public_releases, release_at
from klynge.publishing.queries.rendering import rendered
from klynge.publishing.rules.pictures import fitted

PRESS = {
    "kind": "press",
    "dated_on": date(2027, 1, 5),
    "town": "Aalborg",
    "headline": {"da": "Nordlys indfører kontingent på ærlig vis", "en": "Nordlys introduces dues"},
    "lead": {"da": "150 virksomheder betaler nu. Det styrker netværket."},
    "body": {"da": "Første afsnit.\n\n## Baggrund\n\nAndet afsnit."},
    "quotes": [{"text": {"da": "Vi vil gerne betale."}, "person": "Henrik Holm", "title": "direktør", "organisation": "Fjord Data"}],
    "alt": {"da": "To mennesker ved et bord"},
    "contact_name": "Astrid Holm",
    "contact_phone": "98 76 54 32",
}


@pytest.fixture
def stage(world, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    with scope(cluster=world.nordlys):
        yield world


def by(stage, **facts):
    return {"actor": stage.astrid, "at": stage.noon} | facts


def written(stage, **facts):
    return write_release(stage.nordlys, facts=PRESS | facts, **by(stage))


def published(stage, **facts):
    return publish_release(written(stage, **facts), **by(stage))


def public(stage, at=None):
    return [str(release) for release in public_releases(stage.nordlys, at=at or stage.noon)]


def test_a_draft_is_nobodys_until_it_is_published_and_then_has_an_address(stage):
    draft = written(stage)
    assert public(stage) == [] and draft.slug == ""
    release = publish_release(draft, **by(stage))
    assert (release.slug, public(stage)) == ("nordlys-indfoerer-kontingent-paa-aerlig-vis", [PRESS["headline"]["da"]])
    assert release_at(stage.nordlys, release.slug, at=stage.noon) == release


def test_the_address_stays_when_the_headline_changes_and_the_former_wording_is_kept(stage):
    release = published(stage)
    changed = change_release(release, facts=PRESS | {"headline": {"da": "Ny overskrift"}}, **by(stage, at=stage.noon + timedelta(hours=1)))
    assert (changed.slug, str(changed)) == (release.slug, "Ny overskrift")
    (revision,) = Revision.objects.all()
    assert (revision.content["headline"]["da"], revision.changed_by) == (PRESS["headline"]["da"], "Astrid Holm")
    change_release(changed, facts=PRESS | {"headline": {"da": "Ny overskrift"}}, **by(stage))
    assert Revision.objects.count() == 1  # nothing changed, nothing kept


def test_a_draft_is_changed_without_a_trace(stage):
    change_release(written(stage), facts=PRESS | {"town": "Hobro"}, **by(stage))
    assert Revision.objects.count() == 0 and Release.objects.get().town == "Hobro"


def test_what_is_scheduled_comes_by_itself_and_can_be_stopped(stage):
    later = stage.noon + timedelta(days=2)
    release = publish_release(written(stage), **by(stage), from_at=later)
    assert (public(stage), public(stage, at=later)) == ([], [PRESS["headline"]["da"]])
    assert release_at(stage.nordlys, release.slug, at=stage.noon) is None
    stopped = withdraw_release(release, **by(stage))
    assert (stopped.published_at, stopped.withdrawn_at) == (None, None)


def test_what_is_withdrawn_keeps_its_address_and_comes_back_to_it(stage):
    release = withdraw_release(published(stage), **by(stage))
    assert public(stage) == [] and release_at(stage.nordlys, release.slug, at=stage.noon).withdrawn_at == stage.noon
    again = publish_release(release, **by(stage))
    assert (again.slug, again.withdrawn_at) == (release.slug, None)
    with pytest.raises(Conflict):
        publish_release(again, **by(stage))


def test_two_of_the_same_headline_have_two_addresses_and_two_clusters_the_same(stage):
    assert [published(stage).slug[-6:], published(stage).slug[-6:]] == ["ig-vis", "-vis-2"]
    with scope(cluster=stage.havblik):
        made = write_release(stage.havblik, facts=PRESS, actor=stage.dorte, at=stage.noon)
        assert publish_release(made, actor=stage.dorte, at=stage.noon).slug.endswith("ig-vis")


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"body": {"en": "Only English"}}, "body_da"),
        ({"lead": {}}, "lead_da"),
        ({"contact_name": ""}, "contact_name"),
        ({"contact_phone": ""}, "contact_name"),
    ],
)
def test_what_a_press_release_needs_is_asked_for_before_it_is_public(stage, missing, field):
    with pytest.raises(Invalid) as refusal:
        published(stage, **missing)
    assert refusal.value.field == field
    assert published(stage, **missing, kind="news") if field != "body_da" else True  # news needs only a text


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"headline": {"en": "Only English"}}, "headline_da"),
        ({"headline": {"da": "x" * 161}}, "headline_da"),
        ({"quotes": [{"text": {"da": "Hej"}, "person": "", "title": "", "organisation": ""}]}, "quote_1_person"),
        ({"quotes": [{"text": {}, "person": "Bo", "title": "", "organisation": ""}]}, "quote_1_da"),
    ],
)
def test_what_is_wrong_is_named(stage, facts, field):
    with pytest.raises(Invalid) as refusal:
        written(stage, **facts)
    assert refusal.value.field == field and not Release.objects.exists()


def test_only_a_draft_is_thrown_away(stage):
    with pytest.raises(Conflict):
        discard_release(published(stage), **by(stage))
    discard_release(written(stage), **by(stage))
    assert Release.objects.count() == 1


@pytest.mark.parametrize("who", ["dorte", "frida", "bo"])
def test_others_write_nothing(stage, who):
    release, actor = written(stage), getattr(stage, who)
    for attempt in (
        lambda: write_release(stage.nordlys, facts=PRESS, actor=actor, at=stage.noon),
        lambda: change_release(release, facts=PRESS, actor=actor, at=stage.noon),
        lambda: publish_release(release, actor=actor, at=stage.noon),
        lambda: change_picture(release, content=b"", actor=actor, at=stage.noon),
        lambda: discard_release(release, actor=actor, at=stage.noon),
    ):
        with pytest.raises(Refused):
            attempt()


def photograph(width=2000, height=1000, *, kind="JPEG", turned=False):
    picture, file = Image.new("RGB", (width, height), "teal"), BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6 if turned else 1  # orientation
    exif[0x8825] = {1: "N", 2: (57.0, 2.0, 0.0)}  # where it was taken
    picture.save(file, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return file.getvalue()


def test_a_picture_is_made_smaller_and_does_not_tell_where_it_was_taken(stage):
    release = change_picture(written(stage), content=photograph(), **by(stage))
    assert (release.picture_width, release.picture_height) == (1280, 640)
    for width in (640, 1280):
        with default_storage.open(f"{release.picture}-{width}.webp") as stored:
            shown = Image.open(stored)
            assert (shown.size, dict(shown.getexif())) == ((width, width // 2), {})
    assert change_picture(release, content=b"", **by(stage)).picture == ""


def test_a_turned_picture_stands_upright_and_a_small_one_stays_as_it_is():
    assert (fitted(photograph(turned=True)).width, fitted(photograph(turned=True)).height) == (1000, 2000)
    small = fitted(photograph(300, 200, kind="PNG"))
    assert (small.width, small.height, len(small.files)) == (300, 200, 2)


@pytest.mark.parametrize("content", [b"x", b"<svg/>", photograph()[:200], b"GIF89a" + b"0" * 100])
def test_what_is_no_picture_is_refused_in_words(stage, content):
    with pytest.raises(Invalid, match="no picture") as refusal:
        change_picture(written(stage), content=content, **by(stage))
    assert refusal.value.field == "picture"


def test_a_picture_without_words_is_not_published(stage):
    draft = change_picture(written(stage, alt={}), content=photograph(), **by(stage))
    with pytest.raises(Invalid) as refusal:
        publish_release(draft, **by(stage))
    assert refusal.value.field == "alt_da"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# A\n\nb", "<h2>A</h2>\n<p>b</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("![x](https://example.org/a.png)", "<p></p>\n"),
        ("[x](https://example.org)", '<p><a href="https://example.org" rel="noopener">x</a></p>\n'),
        ("a\nb", "<p>a<br>\nb</p>\n"),
    ],
)
def test_markdown_becomes_harmless_html(text, html):
    assert rendered(text) == html


@given(st.text(max_size=300))
def test_no_text_makes_html_that_runs_or_loads_anything(text):
    html = rendered(text).lower()
    assert not any(word in html for word in ("<script", "<img", "<iframe", "<svg", "<style", "<form"))


@given(st.text(max_size=200), st.sets(st.sampled_from(["text", "a", "feed", "feed-2", "text-2"])))
def test_a_slug_fits_an_address_and_is_new(headline, taken):
    slug = slug_of(headline, taken=taken)
    assert slug and slug not in taken and slug not in RESERVED and len(slug) <= 80
    assert all(letter in "abcdefghijklmnopqrstuvwxyz0123456789-" for letter in slug)
