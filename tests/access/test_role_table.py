"""Each role does what the table of roles says, and nothing else: every action, tried by every role."""

import importlib
import inspect
from types import SimpleNamespace

import pytest
from django.db import transaction
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Grant, Role
from klynge.access.rules.roles import ABILITIES, MEMBERS, PORTAL, READERS, STAFF, roles_in, roles_that
from klynge.audit.models import AuditEvent
from klynge.core.errors import Refused
from tests.architecture.house import ROOMS, storey
from tests.interfaces.office.test_every_route import OFFICE

ACTIONS = {f"{room}/{path.stem}" for room in ROOMS for path in storey(room, "actions") if path.name != "__init__.py"}
# They are asked for nothing: the record joins another action's transaction, and an invitation is its own permission.
WITHOUT_A_ROLE = {"audit/record_event"}
NAMED = {action: ability for ability in ABILITIES for action in ability.actions}


def test_every_action_stands_in_the_table_once():
    listed = [action for ability in ABILITIES for action in ability.actions]
    assert (sorted(ACTIONS - WITHOUT_A_ROLE - set(listed)), sorted(set(listed) - ACTIONS)) == ([], [])
    assert len(listed) == len(set(listed))


def test_the_roles_of_the_table_are_those_that_are_granted():
    assert set(STAFF) == set(Role.values)
    assert all(ability.roles <= set(MEMBERS) for ability in PORTAL)
    assert roles_in("a-new-section") == READERS


def test_the_board_and_the_auditor_change_nothing_and_see_no_people():
    for role in ("board", "auditor"):
        may = {ability.code for ability in ABILITIES if role in ability.roles}
        assert may <= {"access.keep_views", "audit.see", "ledger.read"}
        assert role not in roles_that("directory.see_people") | roles_that("office.people") | roles_that("office.outbox")


class _Subject(SimpleNamespace):
    """Something that has whatever a policy may ask of the subject of an action; what it leads to is in the same cluster."""

    def __getattr__(self, name):
        if name.startswith("__") or name in {"resolve_expression", "_meta", "_state"}:
            raise AttributeError(name)
        return self


def _subject(world, user_id):
    cluster = {"cluster": world.nordlys, "cluster_id": world.nordlys.pk, "pk": user_id, "user_id": user_id, "role": ""}
    member = {"organisation": world.fjord, "organisation_id": world.fjord.pk, "person": world.bo_user.person, "survivor": world.fjord}
    return _Subject(**cluster, **member, membership=world.fjord_membership)


def _arguments(action, world, actor):
    """What the action needs to get as far as its first question; nothing that would let it succeed by chance."""
    rows = {"cluster": world.nordlys, "organisation": world.fjord, "person": world.bo_user.person, "parent": world.nordlys}
    rows |= {"survivor": world.fjord, "loser": world.fjord, "membership": world.fjord_membership, "actor": actor, "at": world.noon}
    subject, *named = inspect.signature(action).parameters.values()
    first = rows.get(subject.name, _subject(world, actor.user_id))
    return first, {each.name: rows.get(each.name) for each in named if each.name in rows or each.default is each.empty}


def _is_refused(action, world, actor):
    first, named = _arguments(action, world, actor)
    try:
        with transaction.atomic():
            action(first, **named)
            transaction.set_rollback(True)
    except Refused:
        return True
    except Exception:  # noqa: BLE001 - it got past the question, and stumbled over what it was not given
        return False
    return False


@pytest.mark.parametrize("room", ROOMS)
def test_each_role_may_do_what_the_table_says(world, room):
    outcomes, expected = {}, {}
    for name in sorted(action for action in ACTIONS & set(NAMED) if action.startswith(f"{room}/")):
        ability, verb = NAMED[name], name.partition("/")[2]
        action = getattr(importlib.import_module(f"klynge.{room}.actions"), verb)
        for role in ("nobody", *STAFF):
            actor = Actor(name=role, cluster_id=world.nordlys.pk, user_id=world.frida_user.pk, roles=frozenset({role}))
            with scope(cluster=world.nordlys):
                outcomes[name, role] = not _is_refused(action, world, actor)
            about_oneself = ability.is_about_oneself and ability.code == "access.own"
            expected[name, role] = role in ability.roles or about_oneself
    assert {key: may for key, may in outcomes.items() if expected[key] != may} == {}


@pytest.mark.parametrize("role", STAFF)
def test_each_role_opens_the_pages_that_the_table_says(client, world, role):
    """Every address of the office: closed sections are refused whatever is asked, in open ones nobody meets a fault."""
    Grant.objects.filter(user=world.astrid_user).update(role=role)
    client.force_login(world.astrid_user)
    faults = {}
    for route in OFFICE:
        section = route.split("/")[3] or "dashboard"
        shown, sent = client.get(route).status_code, client.post(route).status_code
        right = (shown, sent) == (403, 403) if role not in roles_in(section) else shown in (200, 302, 403, 404, 405)
        if not right:
            faults[route] = (shown, sent)
    assert faults == {}


@pytest.mark.parametrize("role", ["board", "auditor"])
def test_the_board_and_the_auditor_leave_no_trace(client, world, role):
    Grant.objects.filter(user=world.astrid_user).update(role=role)
    client.force_login(world.astrid_user)
    for route in OFFICE:
        assert client.post(route).status_code in (302, 403, 404, 405, 422, 200), route
    assert not AuditEvent._base_manager.exclude(verb__startswith="access.view").exists()


def test_a_role_in_one_cluster_is_none_in_another(world):
    for role in STAFF:
        actor = Actor(name=role, cluster_id=world.nordlys.pk, roles=frozenset({role}))
        assert not any(actor.may(ability.code, cluster_id=world.havblik.pk) for ability in ABILITIES)
