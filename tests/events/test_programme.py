"""What surrounds an event: who speaks and has agreed to be shown, the series it belongs to, what is asked when it is over."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.events.actions import (
    answer_speaker,
    ask_speaker,
    blot_attendee,
    give_feedback,
    name_speaker,
    record_attendance,
    remove_speaker,
    start_series,
)
from klynge.events.models import Speaker
from klynge.events.queries.feedback import report_of
from klynge.events.queries.links import own_token, speaker_token
from klynge.interfaces.cli.main import run
from klynge.membership.actions import present_cluster
from klynge.outbox.models import Mail
from tests.events.stage import come, held
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)
FACTS = {
    "name": "Rita Ravn",
    "title": "Professor",
    "organisation_name": "Universitetet",
    "email": "rita@uni.example",
    "talk": {"da": "Robotter i lageret"},
}
AFTER = {
    "kind": "choice",
    "text": {"da": "Hvad vil du have mere af?"},
    "options": [{"da": "Robotter"}, {"da": "Data"}],
    "is_required": True,
    "is_after": True,
}


@pytest.fixture
def stage(client):
    world = build()
    world.noon = timezone.now()
    with scope(cluster=world.nordlys):
        present_cluster(world.nordlys, texts={"headline": {"da": "Nordlys"}}, is_public=True, actor=world.astrid, at=world.noon)
        yield world


def by(world, **more):
    return {"actor": world.astrid, "at": world.noon, **more}


def public(stage, event, client):
    return client.get(reverse("public:event", args=["nordlys", event.slug])).content.decode()


def test_a_speaker_is_shown_from_the_yes_until_it_is_taken_back(client, stage):
    event = held(stage)
    speaker = name_speaker(event, facts=FACTS, **by(stage))
    mail = ask_speaker(speaker, site="https://klynge.example", **by(stage))
    assert Mail.objects.get() == mail and mail.to_address == "rita@uni.example"
    link = reverse("public:speaking", args=["nordlys", speaker_token(speaker)])
    assert "Rita Ravn" in client.get(link).content.decode() and "Rita Ravn" not in public(stage, event, client)
    for answer, is_shown in (("yes", True), ("yes", True), ("no", False), ("yes", True)):
        client.post(link, {"answer": answer})
        assert ("Rita Ravn" in public(stage, event, client)) == is_shown
    with pytest.raises(Conflict, match="already"):
        ask_speaker(speaker, site="x", **by(stage))
    remove_speaker(speaker, **by(stage))
    assert client.get(link).status_code == 404 and "Rita Ravn" not in public(stage, event, client)


def test_who_may_and_what_is_missing(stage):
    event = held(stage)
    for actor in (stage.bo, stage.dorte):
        with pytest.raises(Refused):
            name_speaker(event, facts=FACTS, actor=actor, at=stage.noon)
    with pytest.raises(Invalid):
        name_speaker(event, facts={"name": " "}, **by(stage))
    quiet = name_speaker(event, facts={"name": "Uden adresse"}, **by(stage))
    with pytest.raises(Invalid, match="address"):
        ask_speaker(quiet, site="x", **by(stage))
    with pytest.raises(Refused):
        answer_speaker(quiet, agrees=True, actor=stage.bo, at=stage.noon)


def test_a_forgotten_speaker_is_deleted(stage):
    name_speaker(held(stage), facts=FACTS, **by(stage))
    person = stage.bo_user.person
    assert blot_attendee(person, cluster=stage.nordlys, addresses=["RITA@uni.example"], **by(stage)) == 1
    assert not Speaker.objects.exists()


def test_a_series_is_begun_once_and_leads_from_event_to_event(client, stage):
    series = start_series(stage.nordlys, name={"da": "Morgenklubben"}, **by(stage))
    assert start_series(stage.nordlys, name={"da": "Morgenklubben "}, **by(stage)) == series
    first, second = held(stage, series=series), held(stage, series=series, title={"da": "Om kunder"})
    page = public(stage, first, client)
    assert "Morgenklubben" in page and f"/events/{second.slug}/" in page
    with pytest.raises(Invalid):
        start_series(stage.nordlys, name={"da": ""}, **by(stage))


def test_what_is_asked_afterwards_is_asked_only_then_and_counted(client, stage):
    event = held(stage, questions=[AFTER])
    row = come(stage, event)
    record_attendance(row, nonce="x", came_at=stage.noon, **by(stage))
    event.starts_at, event.ends_at = stage.noon - timedelta(hours=3), stage.noon - timedelta(hours=1)
    event.save()
    (question,) = event.questions.all()
    link = reverse("public:event_mine", args=["nordlys", event.slug, own_token(row)])
    assert "Hvad vil du have mere af?" in client.get(link).content.decode()
    assert client.post(link, {"score": "9"}).status_code == 409  # it must be answered
    assert client.post(link, {"score": "9", f"question_{question.pk}": "Robotter"}).status_code == 302
    row.refresh_from_db()
    give_feedback(row, score=8, answers={question.pk: "Data"}, **by(stage))
    assert report_of(event)["after"] == [{"text": "Hvad vil du have mere af?", "counts": [("Data", 1)], "texts": []}]


def test_the_office_plans_series_and_speakers_on_the_page(client, stage):
    event = held(stage)
    client.force_login(stage.astrid_user)
    page = reverse("office:events:detail", args=["nordlys", event.pk])
    added = client.post(
        reverse("office:events:speaker_add", args=["nordlys", event.pk]), {"name": "Rita Ravn", "email": "rita@uni.example"}
    )
    assert added.status_code == 302
    speaker = Speaker.objects.get()
    client.post(reverse("office:events:speaker_ask", args=["nordlys", event.pk, speaker.pk]))
    speaker.refresh_from_db()
    assert speaker.asked_at and "Rita Ravn" in client.get(page).content.decode()
    client.post(reverse("office:events:speaker_remove", args=["nordlys", event.pk, speaker.pk]))
    assert not Speaker.objects.exists()


def test_the_command_line_lists_events_who_comes_and_how_it_was(stage, capsys):
    event = held(stage, capacity=40)
    come(stage, event)
    for words, seen in ((["list"], "1 of    40"), (["attendees", event.slug], "Gæst 1"), (["report", event.slug], "seated: 1")):
        assert run(["events", *words, "--cluster", "nordlys"]) == 0
        assert re.search(seen, capsys.readouterr().out)
    assert run(["events", "report", "nope", "--cluster", "nordlys"]) == 2
