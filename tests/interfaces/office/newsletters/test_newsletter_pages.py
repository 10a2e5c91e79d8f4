"""The newsletter on screen: composed in the office, asked for and left on the site."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from klynge.directory.models import Subscription
from klynge.membership.actions import present_cluster
from klynge.newsletters.actions import draft_edition, release_edition
from klynge.newsletters.models import Click, Edition
from klynge.outbox.models import Mail
from tests.browser import SIZES, judge
from tests.events.stage import held
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)
SITE = "http://testserver"


@pytest.fixture
def stage(client):
    world = build()
    world.noon = timezone.now()
    client.force_login(world.astrid_user)
    with scope(cluster=world.nordlys):
        present_cluster(world.nordlys, texts={"headline": {"da": "Nordlys"}}, is_public=True, actor=world.astrid, at=world.noon)
        yield world


def page(name, *rest):
    return reverse(f"office:newsletters:{name}", args=["nordlys", *rest])


def text(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def subscriber(stage, name, **facts):
    given = {"address": f"{name}@reader.example", "name": name, "consented_at": stage.noon, "consent_source": "test", **facts}
    return Subscription.objects.create(cluster=stage.nordlys, **given)


def edition(stage, *parts, subject="Nyt fra Nordlys"):
    facts = {"subject": {"da": subject}, "lead": {"da": "Kære læser"}, "is_public": True}
    return draft_edition(stage.nordlys, facts=facts, parts=list(parts), actor=stage.astrid, at=stage.noon)


def sent(stage, *parts):
    return release_edition(edition(stage, *parts), site=SITE, actor=stage.astrid, at=stage.noon + timedelta(seconds=1))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_seen(visitor, stage, size, scheme):
    judge(visitor.open(page("list"), user=stage.astrid_user, size=size, scheme=scheme), f"newsletters-empty-{size}-{scheme}")
    held(stage)
    subscriber(stage, "anna", clicks_agreed_at=stage.noon)
    left, open_one = sent(stage), edition(stage, subject="Næste")
    for name, pk in (("list", 0), ("new", 0), ("detail", left.pk), ("detail", open_one.pk), ("preview", left.pk), ("readers", left.pk), ("release", open_one.pk)):  # fmt: skip
        shown = visitor.open(page(name, *([pk] if pk else [])), user=stage.astrid_user, size=size, scheme=scheme)
        judge(shown, f"newsletters-{name}-{pk}-{size}-{scheme}")


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_of_the_site_are_fit_to_be_seen(visitor, stage, size):
    subscriber(stage, "anna")
    left = sent(stage)
    for count, address in enumerate(("/nordlys/newsletter/", f"/nordlys/newsletter/{left.slug}/", "/nordlys/en/newsletter/")):
        judge(visitor.open(address, size=size), f"newsletter-site-{count}-{size}")


def test_an_edition_is_composed_tried_and_scheduled(client, stage):
    typed = {
        "subject_da": "Nyt fra Nordlys",
        "lead_da": "Kære",
        "events": [held(stage).pk],
        "order": "event",
        "segment": "everybody",
        "own_text_da": "Husk",
    }
    assert client.post(page("new"), typed | {"subject_da": ""}).status_code == 422
    client.post(page("new"), typed)
    made = Edition.objects.get()
    assert "Morgenmøde om robotter" in text(client.get(page("preview", made.pk)))
    client.post(page("edit", made.pk), typed | {"subject_da": "Nyt"})
    client.post(page("try", made.pk), {"address": "me@office.example", "language": "da"})
    assert Mail.objects.get().rule == "outbox.test"
    client.post(page("schedule", made.pk), {"send_at": "2020-01-01T09:00"})
    assert Edition.objects.get().send_at is None
    client.post(page("schedule", made.pk), {"send_at": "2090-01-01T09:00"})
    client.post(page("schedule", made.pk), {"hold": "1"})
    assert Edition.objects.get().send_at is None
    client.post(page("discard", made.pk))
    assert Edition.objects.get().discarded_at is not None


def test_an_edition_is_sent_once_after_it_is_said_to_how_many(client, stage):
    subscriber(stage, "anna")
    made = edition(stage)
    assert "One subscriber" in text(client.get(page("release", made.pk), headers={"accept-language": "en"}))
    for _time in range(2):
        client.post(page("release", made.pk))
    assert Mail.objects.filter(rule="newsletters.edition").count() == 1
    assert "anna" in text(client.get(page("readers", made.pk)))


def test_somebody_subscribes_with_a_second_yes_and_leaves_with_one_click(client, stage):
    client.logout()
    assert client.post("/nordlys/newsletter/", {"email": "nobody"}).status_code == 422
    asked = client.post("/nordlys/newsletter/", {"email": "ida@reader.example", "name": "Ida", "counts_clicks": "on"})
    assert "ida@reader.example" in text(asked) and not Subscription.objects.exists()
    link = Mail.objects.get().context["link"].removeprefix(SITE)
    client.get(link)
    assert not Subscription.objects.exists()
    client.post(link)
    assert Subscription.objects.get().clicks_agreed_at is not None
    assert client.get(link.replace("confirm/", "confirm/x")).status_code == 404
    sent(stage, {"kind": "event", "event": held(stage)})
    mail = Mail.objects.get(rule="newsletters.edition")
    followed = client.get(mail.context["parts"][0]["link"].removeprefix(SITE))
    assert followed.status_code == 302 and re.match(SITE + "/nordlys/events/", followed["Location"]) and Click.objects.count() == 1
    way_out = mail.context["unsubscribe"].removeprefix(SITE)
    assert client.get(way_out).status_code == 200 and Subscription.objects.get().withdrawn_at is None
    client.post(way_out)
    assert Subscription.objects.get().withdrawn_at is not None
    assert client.post(link).status_code == 409 and Subscription.objects.count() == 1
    assert client.get("/newsletter/leave/made-up/").status_code == 404
    assert client.get("/newsletter/go/made-up/").status_code == 404


def test_who_is_a_subscriber_already_is_told_nothing_else(client, stage):
    subscriber(stage, "ida")
    answers = [text(client.post("/nordlys/newsletter/", {"email": f"{name}@reader.example"})).replace(name, "x") for name in ("ida", "eva")]
    assert re.sub(r'value="[^"]{20,}"', "", answers[0]) == re.sub(r'value="[^"]{20,}"', "", answers[1])


def test_what_is_not_public_or_not_sent_is_not_on_the_site(client, stage):
    draft = edition(stage)
    assert client.get(f"/nordlys/newsletter/{draft.slug}/").status_code == 404
