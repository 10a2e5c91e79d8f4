"""Tokens of programs on screen: the secret is shown once, and a token is stopped at once."""

import re

import pytest
from django.urls import reverse

from klynge.access.models import ApiToken, Grant, Role
from tests.browser import SIZES, judge
from tests.interfaces.api.program import Program, let_in
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(client):
    world = build()
    client.force_login(world.astrid_user)
    return world


def page(name="integrations", *rest):
    return reverse(f"office:settings:{name}", args=["nordlys", *rest])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_fit_to_be_seen(visitor, world, size, scheme):
    judge(visitor.open(page(), user=world.astrid_user, size=size, scheme=scheme), f"integrations-empty-{size}-{scheme}")
    let_in(world)
    judge(visitor.open(page(), user=world.astrid_user, size=size, scheme=scheme), f"integrations-{size}-{scheme}")


def test_a_token_is_made_shown_once_used_and_revoked(client, world):
    assert client.post(page(), {"name": "Bogholderi", "days": "30"}).status_code == 422
    shown = client.post(page(), {"name": "Bogholderi", "days": "30", "scopes": ["news:read"]}).content.decode()
    secret = re.search(r"klynge_[\w-]{43}", shown).group(0)
    assert secret not in client.get(page()).content.decode()
    program = Program(client, secret)
    assert program.get("news").status_code == 200
    client.post(page("revoke_token", ApiToken.objects.get().pk))
    assert program.get("news").status_code == 401


def test_who_may_not_hold_tokens_sees_none_and_others_are_not_ones_own(client, world):
    token, _secret = let_in(world)
    Grant.objects.filter(user=world.astrid_user).update(role=Role.BOARD)
    assert client.get(page()).status_code == 403
    client.force_login(world.frida_user)
    assert client.post(page("revoke_token", token.pk)).status_code in (302, 404)
