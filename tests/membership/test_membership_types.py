"""Kinds of members: added and changed by who admits members, told apart by their code."""

import pytest
from django_scopes import scope

from klynge.audit.models import AuditEvent
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.membership.actions import create_membership_type, edit_membership_type
from klynge.membership.models import MembershipType
from klynge.membership.queries.types import types_of

NAME = {"da": "Vidensinstitution", "en": "Knowledge institution"}


@pytest.fixture(autouse=True)
def _scope(world):
    with scope(cluster=world.nordlys):
        yield


def create(world, actor=None, **facts):
    facts = {"code": "knowledge", "name": NAME} | facts
    return create_membership_type(world.nordlys, **facts, actor=actor or world.astrid, at=world.noon)


def edit(world, type, actor=None, **facts):
    facts = {"name": NAME, "votes": 1, "is_free": False} | facts
    return edit_membership_type(type, **facts, actor=actor or world.astrid, at=world.noon)


def test_a_type_is_created_and_recorded(world):
    made = create(world, votes=3, is_free=True)
    assert next((row.code, row.name, row.votes, row.is_free) for row in types_of(world.nordlys)) == ("knowledge", NAME, 3, True)
    event = AuditEvent.objects.get(verb="membership.type.created")
    assert (event.subject_id, event.details) == (made.pk, {"name": NAME, "votes": 3, "is_free": True})


def test_a_code_is_used_once_in_a_cluster(world):
    create(world)
    with pytest.raises(Conflict, match="knowledge"):
        create(world)
    with scope(cluster=world.havblik):
        assert create_membership_type(world.havblik, code="knowledge", name=NAME, actor=world.dorte, at=world.noon).pk


@pytest.mark.parametrize(
    "wrong",
    [{"code": ""}, {"code": "Stor"}, {"code": "x" * 21}, {"code": "-x"}, {"name": {}}, {"name": {"da": " "}}, {"name": {"da": "x" * 81}},
     {"votes": -1}, {"votes": 1001}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(world, wrong):
    with pytest.raises(Invalid):
        create(world, **wrong)
    assert MembershipType.objects.count() == 1


def test_a_change_is_recorded_with_before_and_after_and_no_change_is_none(world):
    edit(world, world.ordinary, is_free=True, votes=2)
    edit(world, world.ordinary, is_free=True, votes=2)
    event = AuditEvent.objects.get(verb="membership.type.changed")
    assert (event.details["before"]["is_free"], event.details["after"]) == (False, {"name": NAME, "votes": 2, "is_free": True})
    world.ordinary.refresh_from_db()
    assert (world.ordinary.code, world.ordinary.votes, world.ordinary.is_free) == ("ordinary", 2, True)


def test_a_change_that_makes_no_sense_is_refused(world):
    with pytest.raises(Invalid):
        edit(world, world.ordinary, votes=-1)


@pytest.mark.parametrize("who", ["frida", "bo", "dorte"])
def test_others_are_refused(world, who):
    for call in (lambda actor: create(world, actor), lambda actor: edit(world, world.ordinary, actor)):
        with pytest.raises(Refused):
            call(getattr(world, who))
