"""Everything that is held about a person, in one file that anybody can open."""

import json
import zipfile
from io import BytesIO

import pytest
from django_scopes import scope

from klynge.audit.actions import record
from klynge.audit.queries import events_about
from klynge.core.errors import Refused
from klynge.directory.actions import give_consent, subscribe_contact
from klynge.directory.models import Person, PersonEmail
from klynge.outbox.actions import MailDraft, prepare_mails
from klynge.privacy.actions import export_person
from klynge.privacy.queries.dossiers import dossier


@pytest.fixture
def person(world):
    with scope(cluster=world.nordlys):
        yield Person.objects.get(name="Bo Ågård")


def export(world, person, **facts):
    return export_person(person, **({"cluster": world.nordlys, "actor": world.astrid, "at": world.noon} | facts))


def opened(content):
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_the_file_holds_what_every_room_knows(world, person):
    by = {"actor": world.astrid, "at": world.noon}
    give_consent(person, cluster=world.nordlys, purpose="marketing", how="by phone", wording="Send me offers", **by)
    subscribe_contact(world.nordlys, address="bo@fjord.example", consent_source="the website", person=person, **by)
    draft = MailDraft("k:1", world.today, "bo@fjord.example", "Bo", "da", "outbox/mail/message", {"subject": "x", "paragraphs": []})
    prepare_mails(world.nordlys, rule="x", source_key="x", title="x", mails=[draft], **by)
    files = opened(export(world, person))
    page = files["personal-data.html"]
    for word in (
        "Bo Ågård",
        "bo@fjord.example",
        "Fjord Data ApS",
        "Direktør",
        "Send me offers",
        "the website",
        "Primary contact",
        "k:1",
        "bogføringsloven",
    ):
        assert word in page, word
    parts = {part["title"]: part["rows"] for part in json.loads(files["personal-data.json"])["parts"]}
    assert [row["Address"] for row in parts["E-mail addresses"]] == ["bo@fjord.example"]
    assert len(parts["What you are to the cluster"]) == 2


def test_what_others_hold_and_hidden_html_stay_out(world, person):
    PersonEmail.objects.update(address="bo+<b>@fjord.example")
    with scope(cluster=world.havblik):
        record(world.dorte, "directory.person.changed", person, at=world.noon, cluster_id=world.havblik.pk, secret="Havblik's own")
    files = opened(export(world, person))
    assert "<b>" not in files["personal-data.html"]
    assert "Havblik" not in "".join(files.values())


def test_the_page_loads_nothing_from_outside(world, person):
    page = opened(export(world, person))["personal-data.html"]
    assert not any(word in page for word in ("<script", "src=", "@import", "url("))


def test_it_is_on_record_and_the_person_may_do_it_alone(world, person):
    export(world, person, actor=world.bo)
    assert [event.verb for event in events_about(person)] == ["privacy.person.exported"]


@pytest.mark.parametrize("who", ["dorte", "frida"])
def test_others_are_refused(world, person, who):
    with pytest.raises(Refused):
        export(world, person, actor=getattr(world, who))


def test_somebody_of_whom_little_is_known_has_every_part_all_the_same(world, person):
    stranger = Person.objects.create(name="Eva")
    identity, *rest = [len(part.rows) for part in dossier(stranger, cluster=world.nordlys)]
    assert (identity, len(rest) >= 11, set(rest)) == (1, True, {0})
