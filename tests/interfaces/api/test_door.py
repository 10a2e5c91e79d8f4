"""Who is let in, how often, and what every answer carries."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import get_resolver
from django.utils import timezone
from django_scopes import scope

from klynge.access.actions import create_token, revoke_token
from klynge.access.models import ApiToken, Grant, Role
from klynge.access.queries import actor_of
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.directory.models import Organisation
from tests.interfaces.api.program import Program, let_in
from tests.interfaces.office.test_every_route import routes

pytestmark = pytest.mark.django_db
FREE = ("/api/v1/nordlys/openapi.json", "/api/v1/nordlys/")  # the description is for everybody; ninja's root leads nowhere
ROUTES = [route for route in routes(get_resolver().url_patterns) if route.startswith("/api/") and route not in FREE]


@pytest.fixture
def program(client, world):
    return Program(client, let_in(world)[1])


def test_there_are_operations_to_try():
    assert len(ROUTES) > 15


@pytest.mark.parametrize("route", ROUTES)
def test_nobody_without_a_token_gets_anything(client, world, route):
    client.force_login(world.astrid_user)  # a session opens no door here
    for method in (client.get, client.post, client.patch):
        answer = method(route)
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json") and "WWW-Authenticate" in answer


@pytest.mark.parametrize("route", ROUTES)
def test_a_token_of_another_cluster_finds_nothing(client, world, route):
    secret = let_in(world, user=world.dorte_user, cluster=world.havblik)[1]
    answer = client.get(route, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 404


@pytest.mark.parametrize("route", ROUTES)
def test_a_token_without_scope_for_it_is_refused_and_names_the_scope(client, world, route):
    secret = let_in(world, scopes=["news:read"])[1]
    answer = client.get(route, headers={"Authorization": f"Bearer {secret}", "Accept-Language": "en"})
    assert answer.status_code in (403, 405) or "/news" in route
    if answer.status_code == 403:
        assert answer.json()["type"] == "urn:klynge:problem:missing-scope" and ":read" in answer.json()["detail"]


def test_tokens_expire_are_revoked_and_end_with_the_role(client, world):
    token, secret = let_in(world)
    program = Program(client, secret)
    assert program.get("organisations").status_code == 200
    Grant.objects.filter(user=world.astrid_user).delete()
    assert program.get("organisations").status_code == 401
    Grant.objects.create(user=world.astrid_user, cluster=world.nordlys, role=Role.BOARD, granted_at=timezone.now() - timedelta(days=1))
    assert (program.get("people").status_code, program.get("memberships").status_code) == (403, 200)
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1), created_at=timezone.now() - timedelta(days=9))
    assert program.get("memberships").status_code == 401
    assert token.digest not in secret and secret not in str(ApiToken.objects.values())


def test_everybody_makes_and_revokes_their_own_and_an_administrator_any(world):
    now = timezone.now()
    with scope(cluster=world.nordlys):
        token, _secret = let_in(world)
        by = {"cluster": world.nordlys, "name": "X", "scopes": ["news:read"], "days": 5, "at": now}
        with pytest.raises(Refused, match="their own"):
            create_token(**by, user=world.frida_user, actor=world.astrid)
        for wrong in ({"days": 0}, {"name": ""}, {"scopes": []}, {"scopes": ["all:write"]}):
            with pytest.raises(Invalid):
                create_token(**(by | wrong), user=world.astrid_user, actor=world.astrid)
        with pytest.raises(Refused):
            create_token(**by, user=world.bo_user, actor=world.bo)
        stranger = replace(actor_of(world.frida_user, cluster=world.nordlys, at=now), roles=frozenset({"reader"}))
        with pytest.raises(Refused):
            revoke_token(token, actor=stranger, at=now)
        revoke_token(token, actor=world.astrid, at=now)
        with pytest.raises(Conflict):
            revoke_token(token, actor=world.astrid, at=now)


def test_only_so_many_requests_a_minute(settings, program):
    settings.API_REQUESTS_A_MINUTE = 3
    answers = [program.get("organisations") for _time in range(4)]
    assert [answer.status_code for answer in answers][:3] == [200, 200, 200] or timezone.now().second < 2
    assert answers[-1]["RateLimit-Limit"] == "3" and (answers[-1].status_code != 429 or int(answers[-1]["Retry-After"]) <= 60)


def test_what_has_not_changed_is_not_sent_again(program):
    first = program.get("organisations")
    again = program.get("organisations", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_change_with_a_key_is_made_once(program):
    data = {"name": "Ny Virksomhed ApS"}
    answers = [program.post("organisations", data, **{"Idempotency-Key": "k1"}) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201] and answers[0].json() == answers[1].json()
    assert (answers[1]["Idempotent-Replay"], Organisation.objects.filter(name=data["name"]).count()) == ("true", 1)
    other = program.post("organisations", {"name": "En anden"}, **{"Idempotency-Key": "k1"})
    assert (other.status_code, other.json()["type"]) == (422, "urn:klynge:problem:key-reused")


def test_a_change_is_refused_when_somebody_was_first(program, world):
    path = f"organisations/{world.fjord.pk}"
    mark = program.get(path)["ETag"]
    assert program.patch(path, {"phone": "12345678"}, **{"If-Match": mark}).status_code == 200
    late = program.patch(path, {"phone": "87654321"}, **{"If-Match": mark})
    assert (late.status_code, late.json()["status"]) == (412, 412)
    assert Organisation.objects.get(pk=world.fjord.pk).phone == "12345678"


def test_faults_say_what_where_and_how_in_the_language_asked_for(program):
    for language, word in (("da", "udfyldes"), ("en", "filled in")):
        answer = program.post("organisations", {"nmae": "x"}, **{"Accept-Language": language})
        assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
        fields = {each["field"]: each["detail"] for each in answer.json()["errors"]}
        assert word in fields["name"] and "nmae" in fields
    assert program.post("organisations", "{").status_code in (400, 422)
    assert program.client.put("/api/v1/nordlys/organisations", headers=program.headers).status_code == 405
