"""Each address of the office, tried by whoever should not be there. A new page is tried as soon as it has an address."""

import re

import pytest
from django.urls import URLPattern, get_resolver, reverse


def routes(patterns, prefix=""):
    """Every address of the office as text, with a sample for each parameter."""
    for pattern in patterns:
        whole = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield "/" + re.sub(r"<(?:(\w+):)?(\w+)>", sample, whole)
        else:
            yield from routes(pattern.url_patterns, whole)


def sample(match):
    kind, name = match.groups()
    return "nordlys" if name == "cluster" else {"int": "1", "slug": "x", "uuid": "6a1f7c1e-6f0e-4f57-8f3f-0d6d6a0f3b11"}.get(kind, "x")


OFFICE = [route for route in routes(get_resolver().url_patterns) if route.startswith("/office/")]


def test_the_office_has_the_pages_that_are_promised():
    sections = {route.split("/")[3] for route in OFFICE}
    assert {"", "members", "people", "imports", "schedules", "dues", "invoices", "outbox", "audit", "settings"} <= sections


@pytest.mark.parametrize("route", OFFICE)
def test_an_anonymous_visitor_is_sent_to_sign_in(client, world, route):
    for method in (client.get, client.post):
        assert method(route).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("route", OFFICE)
@pytest.mark.parametrize("who", ["bo_user", "dorte_user"])
def test_a_member_and_a_stranger_find_nothing(client, world, who, route):
    client.force_login(getattr(world, who))
    assert [client.get(route).status_code, client.post(route).status_code] == [404, 404]


@pytest.mark.parametrize("route", OFFICE)
def test_staff_never_meet_a_fault(client, world, route):
    client.force_login(world.astrid_user)
    assert client.get(route).status_code in (200, 302, 404, 405)


@pytest.mark.parametrize("route", OFFICE)
def test_a_reader_changes_nothing_by_posting_nothing(client, world, route):
    """Every POST of a reader ends in a refusal, a form's own complaint or nothing found; never in a change or a fault."""
    from klynge.access.models import Grant, Role
    from klynge.audit.models import AuditEvent

    Grant.objects.filter(user=world.astrid_user).update(role=Role.READER)
    client.force_login(world.astrid_user)
    assert client.post(route).status_code in (200, 302, 403, 404, 405, 422)
    assert not AuditEvent._base_manager.exclude(verb__startswith="access.saved_view").exists()
