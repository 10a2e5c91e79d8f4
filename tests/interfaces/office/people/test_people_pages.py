"""People on screen: found, registered, changed; without JavaScript."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from klynge.access.models import Grant, Role, User
from klynge.directory.models import Affiliation, ContactRole, Organisation, Person, Subscription, refresh_search
from klynge.directory.queries.people import people_of
from tests.factories import company

ENGLISH = {"headers": {"accept-language": "en"}}


@pytest.fixture
def stage(world, client):
    refresh_search(Organisation.objects.values_list("pk", flat=True))
    world.bo_person = Person.objects.get(name="Bo Ågård")
    client.force_login(world.astrid_user)
    return world


def address(stage, name, *arguments):
    return reverse(f"office:people:{name}", args=[stage.nordlys.slug, *arguments])


def bo(stage, name, *more):
    return address(stage, name, stage.bo_person.pk, *more)


@pytest.mark.parametrize(
    ("query", "found"), [("", True), ("Aagard", True), ("fjord data", True), ("BO@fjord.example", True), ("Eva", False), ("\x00", True)]
)
def test_people_are_found_by_what_one_knows(stage, client, query, found):
    page = client.get(address(stage, "list"), {"q": query}, **ENGLISH).content.decode()
    assert ("Bo Ågård" in page, "Fjord Data ApS" in page) == (found, found)


def test_the_list_asks_as_many_questions_for_one_as_for_three(stage, client):
    counted = []
    for number in (0, 2):
        for each in range(number):
            person = Person.objects.create(name=f"Person {each}")
            Affiliation.objects.create(person=person, organisation=stage.fjord, during=Affiliation.objects.first().during)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(stage, "list")).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_one_person_with_everything_about_them(stage, client):
    page = client.get(bo(stage, "detail"), **ENGLISH).content.decode()
    for said in ("Fjord Data ApS", "Direktør", "Primary contact", "Billing contact", "bo@fjord.example", "Receives no newsletter"):
        assert said in page


@pytest.mark.parametrize("organisation", ["Fjord", "13748136", "Fjrod Data"])
def test_a_person_is_registered_where_they_work(stage, client, organisation):
    data = {
        "name": "Eva Lund",
        "email": "eva@fjord.example",
        "language": "da",
        "organisation": organisation,
        "from_on": "2027-01-01",
        "title": "CTO",
    }
    response = client.post(address(stage, "new"), data, follow=True)
    assert response.status_code == 200 and "Eva Lund" in response.content.decode()
    assert Affiliation.objects.get(person__name="Eva Lund").organisation == stage.fjord


def test_an_organisation_that_is_not_clear_is_asked_for_again(stage, client):
    for number in (1, 2):
        company(stage.nordlys, f"Havn {number}")
    refresh_search(Organisation.objects.values_list("pk", flat=True))
    data = {"name": "Eva", "language": "da", "from_on": "2027-01-01"}
    for wanted, said in (("Havn", "Havn 1 (–); Havn 2 (–)"), ("qqqq", "No organisation here fits")):
        response = client.post(address(stage, "new"), data | {"organisation": wanted}, **ENGLISH)
        assert response.status_code == 422 and said in response.content.decode()
    assert client.post(address(stage, "new"), data | {"organisation": "Havn 2"}).status_code == 302


def test_name_addresses_and_newsletter_are_changed(stage, client):
    client.post(bo(stage, "edit"), {"name": "Bo Skov", "phone": "12345678", "language": "en"})
    client.post(bo(stage, "add_email"), {"address": "bo@skov.example", "is_primary": "on"})
    client.post(bo(stage, "remove_email", stage.bo_person.emails.get(address="bo@fjord.example").pk))
    client.post(bo(stage, "subscribe"), {"address": "bo@skov.example", "consent_source": "Messen"})
    with scope(cluster=stage.nordlys):
        row = Subscription.objects.get()
        client.post(bo(stage, "unsubscribe", row.pk))
        assert Subscription.objects.get().withdrawn_at
    stage.bo_person.refresh_from_db()
    assert (stage.bo_person.name, list(stage.bo_person.emails.values_list("address", flat=True))) == ("Bo Skov", ["bo@skov.example"])


def test_roles_and_places_of_work_begin_and_end(stage, client):
    havn = company(stage.nordlys, "Havn")
    refresh_search([havn.pk])
    with scope(cluster=stage.nordlys):
        client.post(bo(stage, "start"), {"organisation": "Havn", "title": "", "from_on": "2026-01-01"})
        client.post(bo(stage, "give_role"), {"organisation": havn.pk, "kind": "voting", "from_on": "2026-01-01"})
        role = ContactRole.objects.get(kind="voting")
        client.post(bo(stage, "end_role", role.pk), {"on": "2026-06-01"})
        works = Affiliation.objects.get(organisation=havn)
        client.post(bo(stage, "end", works.pk), {"on": "2026-06-01"})
        assert (ContactRole.objects.get(kind="voting").during.upper.isoformat(), list(people_of(havn, on_day=stage.today))) == (
            "2026-06-01",
            [],
        )


def test_what_is_wrong_is_said_beside_the_form(stage, client):
    response = client.post(bo(stage, "start"), {"organisation": "13748136", "from_on": "2026-01-01"}, **ENGLISH)
    assert response.status_code == 422 and "on that day already" in response.content.decode()
    works = Affiliation.objects.get()
    assert client.post(bo(stage, "end", works.pk), {"on": "2019-01-01"}).status_code == 422


def _routes(stage):
    email, works = stage.bo_person.emails.get().pk, Affiliation.objects.get().pk
    with scope(cluster=stage.nordlys):
        role = ContactRole.objects.first().pk
        row = Subscription.objects.create(
            cluster=stage.nordlys, address="a@b.dk", consented_at=stage.noon, consent_source="x", person=stage.bo_person
        ).pk
    reading = [address(stage, "list"), bo(stage, "detail")]
    changing = [bo(stage, name) for name in ("edit", "add_email", "start", "give_role", "subscribe")]
    changing += [bo(stage, "end", works), bo(stage, "end_role", role), address(stage, "new")]
    return reading, changing, [bo(stage, "remove_email", email), bo(stage, "unsubscribe", row)]


def test_every_route_is_closed_to_strangers_members_and_passers_by(stage, client):
    reading, changing, buttons = _routes(stage)
    for user in (stage.dorte_user, stage.bo_user):
        client.force_login(user)
        assert {client.get(route).status_code for route in reading + changing} == {404}
        assert {client.post(route).status_code for route in changing + buttons} == {404}
    client.logout()
    assert {client.get(route).status_code for route in reading + changing} == {302}


def test_a_reader_reads_and_changes_nothing(stage, client):
    reader = User.objects.create_user("rie@nordlys.example", "aalborg-2027", name="Rie")
    Grant.objects.create(user=reader, cluster=stage.nordlys, role=Role.READER, granted_at=stage.noon.replace(year=2020))
    client.force_login(reader)
    reading, changing, buttons = _routes(stage)
    assert {client.get(route).status_code for route in reading} == {200}
    assert {client.get(route).status_code for route in changing} == {403}
    assert {client.post(route).status_code for route in changing + buttons} == {403}
    client.force_login(stage.astrid_user)
    assert {client.get(route).status_code for route in reading + changing} == {200}


def test_a_yes_and_a_no_are_written_down_on_the_page(stage, client):
    form = client.get(bo(stage, "give_consent", "marketing"), **ENGLISH).content.decode()
    assert "Nordlys må" in form or "Nordlys may" in form
    client.post(bo(stage, "give_consent", "marketing"), {"how": "by phone", "wording": "Send me offers."})
    page = client.get(bo(stage, "detail"), **ENGLISH).content.decode()
    assert "by phone" in page
    assert "Send me offers." in page
    client.post(bo(stage, "withdraw_consent", "marketing"), {"how": "in a mail"})
    assert "Taken back" in client.get(bo(stage, "detail"), **ENGLISH).content.decode()
    assert client.get(bo(stage, "give_consent", "spam")).status_code == 404


def test_all_that_is_kept_about_a_person_is_handed_over_by_whoever_may_change_it(stage, client):
    packed = client.post(bo(stage, "export"))
    assert (packed["Content-Type"], packed.content[:2]) == ("application/zip", b"PK")
    assert client.get(bo(stage, "export")).status_code == 405
    Grant.objects.filter(user=stage.astrid_user).update(role=Role.READER)
    assert client.post(bo(stage, "export")).status_code == 403


def test_forgetting_shows_what_goes_and_stays_and_then_does_it(stage, client):
    page = client.get(bo(stage, "forget"), **ENGLISH).content.decode()
    for said in ("What goes", "What stays, and why", "will have no primary contact", "It is closed and emptied"):
        assert said in page
    assert client.post(bo(stage, "forget"), {"reason": "asked"}).status_code == 422  # it has to be understood first
    response = client.post(bo(stage, "forget"), {"reason": "asked", "is_final": "on"}, follow=True, **ENGLISH)
    assert "The person is forgotten." in response.content.decode() and "Bo Ågård" not in response.content.decode()
    assert client.get(bo(stage, "detail")).status_code == 404


def test_only_who_keeps_the_register_may_forget(stage, client):
    client.force_login(stage.frida_user)
    assert "Forget" not in client.get(bo(stage, "detail"), **ENGLISH).content.decode()
    assert client.get(bo(stage, "forget")).status_code == 403
