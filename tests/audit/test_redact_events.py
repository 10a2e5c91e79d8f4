"""A forgotten person is blotted out of the log; what was done stays, and the chain of seals holds."""

import pytest
from django.db import DatabaseError, connection, transaction
from django_scopes import scope

from klynge.audit.actions import record, redact_events, seal_stream
from klynge.audit.models import AuditEvent, Redaction
from klynge.audit.queries import verify
from klynge.core.errors import Refused
from klynge.directory.models import Person


@pytest.fixture
def log(world):
    """Two events about Bo, one that names his address elsewhere, one about a namesake; sealed."""
    with scope(cluster=world.nordlys):
        world.person = Person.objects.get(name="Bo Ågård")
        namesake = Person.objects.create(name="Bo Ågård")
        record(
            world.astrid,
            "directory.person.changed",
            world.person,
            at=world.noon,
            cluster_id=world.nordlys.pk,
            before={"name": 'Bo Ågård "B"'},
        )
        record(world.bo, "directory.person.changed", world.person, at=world.noon, cluster_id=world.nordlys.pk, phone="+45 11 22")
        record(world.astrid, "outbox.mail.tested", world.nordlys, at=world.noon, cluster_id=world.nordlys.pk, to_address="BO@fjord.example")
        record(world.astrid, "directory.person.changed", namesake, at=world.noon, cluster_id=world.nordlys.pk)
        seal_stream(world.nordlys, actor=world.frida, at=world.noon)
        yield world


def redact(log, **facts):
    facts = {"words": ["bo@fjord.example", "+45 11 22"], "names": ["Bo Ågård"], "about": [("directory.person", log.person.pk)]} | facts
    return redact_events(log.nordlys, **({"by_user": log.bo_user.pk, "actor": log.astrid, "at": log.noon} | facts))


def told():
    rows = AuditEvent.objects.exclude(verb__startswith="audit.").order_by("id")
    return [(row.actor_name, row.subject_label, row.details) for row in rows]


def test_the_words_are_gone_and_what_was_done_stays(log):
    assert redact(log) == 3
    assert told() == [
        ("Astrid Holm", "[…]", {"before": {"name": '[…] "B"'}}),
        ("[…]", "[…]", {"phone": "[…]"}),
        ("Astrid Holm", "Nordlys", {"to_address": "[…]"}),
        ("Astrid Holm", "Bo Ågård", {}),
    ]


def test_the_chain_of_seals_holds_before_and_after_the_next_seal(log):
    redact(log)
    assert verify(log.nordlys).breaches == ()
    seal_stream(log.nordlys, actor=log.frida, at=log.noon)
    assert verify(log.nordlys).breaches == ()


def test_twice_changes_nothing_more_and_two_people_may_be_blotted_out_of_one_event(log):
    redact(log)
    assert (redact(log), Redaction.objects.count()) == (0, 3)
    assert redact(log, words=["Nordlys"], names=[], about=[], by_user=None) == 2
    assert verify(log.nordlys).breaches == ()


@pytest.mark.parametrize("change", [
    "UPDATE audit_auditevent SET subject_label = 'x'", "DELETE FROM audit_auditevent", "DELETE FROM audit_redaction", "UPDATE audit_redaction SET after = 'x'",
])  # fmt: skip
def test_the_database_lets_nobody_change_more_than_was_blotted_out(log, change):
    redact(log)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_later_change_behind_the_programs_back_breaks_the_seal(log):
    redact(log)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER append_only")
        cursor.execute("UPDATE audit_auditevent SET subject_label = 'Somebody else' WHERE id = (SELECT min(event_id) FROM audit_redaction)")
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER append_only")
    assert len(verify(log.nordlys).breaches) == 1


@pytest.mark.parametrize("who", ["bo", "dorte", "frida"])
def test_only_an_administrator_may(log, who):
    with pytest.raises(Refused):
        redact(log, actor=getattr(log, who))
