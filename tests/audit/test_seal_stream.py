"""The audit trail is a hash chain: what is changed, removed or slipped in behind the program's back is found."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection
from django_scopes import scope

from klynge.audit.actions import record, seal_stream
from klynge.audit.models import AuditEvent, Seal
from klynge.audit.queries import verify
from klynge.core.errors import Refused


def write(world, count=3):
    for number in range(count):
        record(world.astrid, "access.cluster.changed", world.nordlys, at=world.noon, number=number)


def sealed(world, times=2):
    for _time in range(times):
        write(world)
        seal_stream(world.nordlys, actor=world.frida, at=world.noon)


def behind_our_back(sql):
    """Change rows as somebody with the database in their hands would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER append_only")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER append_only")


@pytest.fixture
def nordlys(world):
    with scope(cluster=world.nordlys):
        yield world


def test_an_untouched_trail_holds_and_says_what_is_not_sealed_yet(nordlys):
    sealed(nordlys)
    write(nordlys)
    found = verify(nordlys.nordlys)
    newest = Seal.objects.get(number=2)
    assert (found.seals, found.breaches, found.digest) == (2, (), newest.digest)
    assert found.sealed_rows == AuditEvent.objects.filter(pk__lte=newest.last_id).count()
    assert found.unsealed_rows == 3 + 1  # and the event that tells of the second seal


@pytest.mark.parametrize(
    ("sql", "missing"),
    [
        ("UPDATE audit_auditevent SET actor_name = 'Somebody else' WHERE id = (SELECT max(id) - 2 FROM audit_auditevent)", 0),
        ("UPDATE audit_auditevent SET details = '{\"number\": 9}' WHERE id = (SELECT max(id) - 2 FROM audit_auditevent)", 0),
        ("DELETE FROM audit_auditevent WHERE id = (SELECT max(id) - 2 FROM audit_auditevent)", 1),
    ],
)
def test_a_row_changed_or_removed_breaks_its_seal(nordlys, sql, missing):
    sealed(nordlys)
    behind_our_back(sql)
    assert [(breach.number, breach.missing_rows) for breach in verify(nordlys.nordlys).breaches] == [(2, missing)]


def test_a_row_slipped_into_the_past_breaks_its_seal(nordlys):
    sealed(nordlys)
    behind_our_back("DELETE FROM audit_auditevent WHERE id = (SELECT min(id) + 1 FROM audit_auditevent)")
    behind_our_back(
        """INSERT INTO audit_auditevent (id, at, actor_name, verb, subject_type, subject_label, details, cluster_id)
           SELECT min(id) + 1, now(), 'x', 'y', 'z', '', '{}', min(cluster_id) FROM audit_auditevent"""
    )
    assert [(breach.number, breach.missing_rows) for breach in verify(nordlys.nordlys).breaches] == [(1, 0)]


def test_a_seal_is_never_changed_and_nothing_new_makes_none(nordlys):
    sealed(nordlys, times=1)
    with pytest.raises(DatabaseError, match="never changed"):
        Seal.objects.update(digest="0" * 64)


def test_a_member_may_not_seal(nordlys):
    with pytest.raises(Refused):
        seal_stream(nordlys.nordlys, actor=nordlys.bo, at=nordlys.noon)


@pytest.mark.django_db(transaction=True)
def test_two_who_seal_at_once_make_one_chain(transactional_db):
    from tests.world import build

    world = build()

    def work(_number):
        with scope(cluster=world.nordlys):
            write(world)
            seal_stream(world.nordlys, actor=world.frida, at=world.noon)
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(6)))
    with scope(cluster=world.nordlys):
        assert verify(world.nordlys).breaches == ()
        assert list(Seal.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
