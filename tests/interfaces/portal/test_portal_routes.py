"""Each address of the portal, tried by whoever should not be there, and by each role."""

import pytest
from django.urls import get_resolver, reverse
from django_scopes import scope

from klynge.access.rules.roles import PORTAL
from klynge.interfaces.portal.sections import SECTIONS
from klynge.membership.queries.desks import desks_of
from tests.interfaces.office.test_every_route import routes
from tests.interfaces.portal.company import colleague, furnished

ROUTES = [route for route in routes(get_resolver().url_patterns) if route.startswith("/portal/")]


@pytest.fixture
def stage(db):
    return furnished()


def of_fjord(stage, route):
    return route.replace("/portal/nordlys/1/", f"/portal/nordlys/{stage.fjord.pk}/")


def test_there_is_a_page_for_each_section():
    assert {section.code for section in SECTIONS} <= {route.split("/")[4] or "overview" for route in ROUTES}


@pytest.mark.parametrize("route", ROUTES)
def test_an_anonymous_visitor_is_sent_to_sign_in(client, stage, route):
    for method in (client.get, client.post):
        assert method(of_fjord(stage, route)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("who", ["astrid_user", "dorte_user"])
def test_staff_and_strangers_find_nothing(client, stage, who, route):
    client.force_login(getattr(stage, who))
    assert [client.get(of_fjord(stage, route)).status_code, client.post(of_fjord(stage, route)).status_code] == [404, 404]


@pytest.mark.parametrize("route", ROUTES)
def test_one_company_finds_nothing_of_another(client, stage, route):
    client.force_login(stage.bo_user)
    foreign = route.replace("/portal/nordlys/1/", f"/portal/nordlys/{stage.other.pk}/")
    assert [client.get(foreign).status_code, client.post(foreign).status_code] == [404, 404]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("who", ["bo_user", "finn", "ditte"])
def test_each_role_opens_the_sections_that_the_table_says(client, stage, who, route):
    user = getattr(stage, who)
    client.force_login(user)
    (desk,) = desks_of(user, at=stage.now)
    section = next(each for each in SECTIONS if each.code == (route.split("/")[4] or "overview"))
    shown = client.get(of_fjord(stage, route)).status_code
    assert shown in (200, 302, 403, 404, 405) if section.is_open_to(desk) else shown == 403


def test_the_roles_follow_from_what_somebody_is_there(stage):
    with scope(cluster=stage.nordlys):
        lab = stage.other
        lab.kind = "knowledge"
        lab.save()
        rina = colleague(stage, "Rina Ravn", organisation=lab)
    roles = {user.name: {role for desk in desks_of(user, at=stage.now) for _place, role in desk.actor.companies} for user in
             (stage.bo_user, stage.finn, stage.ditte, rina, stage.astrid_user)}  # fmt: skip
    assert roles == {
        "Bo Ågård": {"company_admin", "colleague"},
        "Finn Fog": {"billing", "colleague"},
        "Ditte Dal": {"colleague"},
        "Rina Ravn": {"researcher"},
        "Astrid Holm": set(),
    }


def test_a_role_in_one_company_or_cluster_is_none_in_another(stage):
    (desk,) = desks_of(stage.bo_user, at=stage.now)
    for ability in PORTAL:
        assert not desk.actor.may_for(ability.code, stage.other.pk, cluster_id=stage.nordlys.pk)
        assert not desk.actor.may_for(ability.code, stage.fjord.pk, cluster_id=stage.havblik.pk)


def test_the_way_in_leads_to_the_one_place_there_is(client, stage):
    client.force_login(stage.bo_user)
    assert client.get("/").url == f"/portal/nordlys/{stage.fjord.pk}/"
    client.force_login(stage.astrid_user)
    assert client.get("/").url == "/office/nordlys/"
