"""The log is only added to, found by what one remembers, and told in words."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.audit.actions import record
from klynge.audit.models import AuditEvent
from klynge.audit.queries import AREAS, VERBS, Change, EventFilter, changes, events, events_about, office_people, sentence


def write(world, verb="billing.invoices.issued", *, actor=None, subject=None, at=None, **details):
    return record(actor or world.astrid, verb, subject or world.nordlys, at=at or world.noon, cluster_id=world.nordlys.pk, **details)


def found(world, **wanted):
    with scope(cluster=world.nordlys):
        return [event.pk for event in events(world.nordlys, EventFilter(**wanted))]


@pytest.mark.parametrize("attack", ["UPDATE audit_auditevent SET actor_name = 'nobody'", "DELETE FROM audit_auditevent"])
def test_the_database_itself_refuses_to_change_the_log(world, attack):
    event = write(world)
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert found(world) == [event.pk]


@pytest.mark.parametrize("attack", [lambda rows: rows.update(verb="x"), lambda rows: rows.delete(), lambda rows: rows.get().save()])
def test_the_model_has_no_way_around_it(world, attack):
    write(world)
    with scope(cluster=world.nordlys), pytest.raises(DatabaseError), transaction.atomic():
        attack(AuditEvent.objects.all())


def test_events_come_newest_first_and_page_by_the_last_id(world):
    first, second, third = write(world), write(world), write(world)
    assert found(world) == [third.pk, second.pk, first.pk]
    assert found(world, before_id=third.pk) == [second.pk, first.pk]


def test_events_are_found_by_person_area_and_verb(world):
    mine, hers = write(world), write(world, "membership.dues_run.planned", actor=world.frida)
    assert found(world, user_id=world.frida.user_id) == [hers.pk]
    assert found(world, area="membership") == [hers.pk]
    assert found(world, area="billing.invoices.issued") == [mine.pk]
    assert found(world, area="nothing.at.all") == []


@pytest.mark.parametrize(
    ("words", "count"), [("fjord", 1), ("FJORD data", 1), ("astrid", 2), ("directory.organisation.changed", 1), ("100 %", 0), ("\x00", 2)]
)
def test_events_are_found_by_words(world, words, count):
    write(world)
    write(world, "directory.organisation.changed", subject=world.fjord)
    assert len(found(world, search=words)) == count


def test_a_period_counts_danish_days_with_both_ends(world):
    late = write(world, at=world.noon.replace(hour=22, minute=59))  # 23:59 in Denmark on the 4th
    after = write(world, at=world.noon.replace(hour=23, minute=0))  # midnight: the 5th
    day = date(2027, 1, 4)
    assert found(world, since=day, until=day) == [late.pk]
    assert found(world, since=day + timedelta(days=1)) == [after.pk]


def test_another_clusters_log_stays_its_own(world):
    write(world)
    with scope(cluster=world.havblik):
        assert list(events(world.havblik, EventFilter())) == []


def test_the_history_of_one_row(world):
    write(world)
    about = write(world, "directory.organisation.changed", subject=world.fjord)
    with scope(cluster=world.nordlys):
        assert [event.pk for event in events_about(world.fjord)] == [about.pk]


def test_everybody_of_the_office_can_be_chosen(world):
    assert [user.name for user in office_people(world.nordlys)] == ["Astrid Holm", "Frida Juhl"]


def test_an_event_reads_as_a_sentence(world):
    event = write(world, count=150)
    with translation.override("en"):
        assert sentence(event) == "Astrid Holm issued 150 invoices"


def test_a_missing_fact_and_an_unknown_verb_are_no_fault(world):
    with translation.override("en"):
        assert sentence(write(world)) == "Astrid Holm issued – invoices"
        assert sentence(write(world, "billing.moon.bought")) == "Astrid Holm: billing.moon.bought (Nordlys)"
        assert sentence(write(world, subject=world.fjord, verb="directory.organisation.changed")) == "Astrid Holm changed Fjord Data ApS"


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_sentence_can_be_said_and_its_area_has_a_name(world, verb):
    event = AuditEvent(verb=verb, actor_name="A", subject_label="50 % rabat", details={})
    assert sentence(event)
    assert verb.split(".")[0] in AREAS


def test_details_read_as_before_and_after(world):
    event = write(
        world, before={"name": "Gammel", "iban": None, "town": "Aalborg"}, after={"name": "Ny", "iban": "DK1", "town": "Aalborg"}, note="x"
    )
    assert changes(event) == [Change("name", "Gammel", "Ny"), Change("iban", "", "DK1"), Change("note", "", "x")]


def test_details_of_any_shape_are_shown(world):
    with translation.override("en"):
        event = write(world, ids=[1, 2], is_big=True, texts={"da": "Ja", "en": "Yes"}, before="a", after="b", long="x" * 400)
        shown = {change.name: (change.before, change.after) for change in changes(event)}
    assert shown["ids"] == ("", "1; 2")
    assert (shown["is_big"], shown["texts"], shown[""]) == (("", "yes"), ("", "da: Ja; en: Yes"), ("a", "b"))
    assert len(shown["long"][1]) == 301


def test_the_system_acts_under_its_own_name(world):
    event = write(world, actor=Actor.system("outbox", cluster_id=world.nordlys.pk))
    assert (event.actor_name, event.user_id, found(world, search="outbox")) == ("outbox", None, [event.pk])
