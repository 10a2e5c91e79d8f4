"""The record of processing, and deleting what is over its time, on screen."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django_scopes import scope

from klynge.outbox.actions import MailDraft, prepare_mails
from klynge.outbox.models import Mail
from klynge.privacy import tasks
from klynge.privacy.models import RetentionRun, StandingOrder
from tests.browser import SIZES, judge
from tests.world import build

ENGLISH = {"headers": {"accept-language": "en"}}


def address(name, *rest):
    return reverse(f"office:settings:{name}", args=["nordlys", *rest])


def with_an_old_mail(world):
    draft = MailDraft("k:1", world.today, "eva@x.example", "Eva Lund", "da", "outbox/mail/message", {"subject": "x", "paragraphs": []})
    with scope(cluster=world.nordlys):
        prepare_mails(world.nordlys, rule="x", source_key="x", title="x", mails=[draft], actor=world.astrid, at=world.noon)
        Mail.objects.update(created_at=datetime(2015, 1, 1, tzinfo=UTC), status="sent")
        return Mail.objects.get().pk


@pytest.fixture
def stage(world, client):
    world.mail = with_an_old_mail(world)
    client.force_login(world.astrid_user)
    return world


def test_the_record_names_purpose_basis_and_time(stage, client):
    page = client.get(address("record"), **ENGLISH).content.decode()
    for said in ("Foreningen Nordlys", "GDPR article 6(1)(c)", "bogføringsloven § 12", "directory.Person: name"):
        assert said in page


def test_what_is_over_its_time_is_shown_and_goes_when_it_is_asked_for(stage, client):
    page = client.get(address("retention"), **ENGLISH).content.decode()
    assert "1 thing goes for good" in page and 'name="mails" value="1"' in page
    page = client.post(address("retention_round"), {"mails": "1"}, follow=True, **ENGLISH).content.decode()
    assert "It is being deleted" in page and "A round is under way" in page
    with scope(cluster=stage.nordlys):
        run = RetentionRun.objects.get()
    tasks.apply_retention(stage.nordlys.pk, run.pk)
    page = client.get(address("retention"), **ENGLISH).content.decode()
    assert "Nothing is over its time today." in page and "Mails that were sent: 1" in page
    mail = client.get(reverse("office:outbox:mail", args=["nordlys", stage.mail]), **ENGLISH).content.decode()
    assert "The text was erased" in mail and "Eva Lund" not in mail and "Try again" not in mail


def test_figures_that_are_not_those_on_the_page_delete_nothing(stage, client):
    for figure in ("0", "x", "-1", "²"):
        page = client.post(address("retention_round"), {"mails": figure}, follow=True, **ENGLISH).content.decode()
        assert "Look at the figures again" in page
    with scope(cluster=stage.nordlys):
        assert not RetentionRun.objects.exists()


def test_the_night_is_ordered_and_stopped(stage, client):
    assert "every night" in client.post(address("retention_order"), {"is_wanted": "on"}, follow=True, **ENGLISH).content.decode()
    with scope(cluster=stage.nordlys):
        assert StandingOrder.objects.get().ended_at is None
        client.post(address("retention_order"))
        assert StandingOrder.objects.get().ended_at is not None


def test_whoever_is_no_administrator_looks_only(stage, client):
    client.force_login(stage.frida_user)
    page = client.get(address("retention"), **ENGLISH).content.decode()
    assert "An administrator can delete it." in page
    assert client.post(address("retention_round"), {"mails": "1"}).status_code == 403
    assert client.post(address("retention_order"), {"is_wanted": "on"}).status_code == 403


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "da")])
@pytest.mark.parametrize("size", SIZES)
def test_the_pages_are_fit_to_be_seen(visitor, size, scheme, language):
    world = build()
    with_an_old_mail(world)
    person = world.bo_user.person.pk
    pages = {name: address(name) for name in ("record", "retention")} | {
        "forget": reverse("office:people:forget", args=["nordlys", person])
    }
    for name, where in pages.items():
        page = visitor.open(where, user=world.astrid_user, size=size, scheme=scheme, language=language)
        judge(page, f"privacy-{name}-{size}-{scheme}")
