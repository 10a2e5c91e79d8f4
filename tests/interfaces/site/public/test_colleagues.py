"""A colleague is recognised by the work address, asks, and is let in by the company: in a browser, and by odd requests."""

import re
from html import unescape

import pytest
from django.core.cache import caches
from django_scopes import scope

from klynge.access.models import Invitation
from klynge.access.queries import token_of as invitation_token
from klynge.directory.models import Affiliation, ContactRole, Person
from klynge.membership.actions import present_cluster
from klynge.membership.models import AccessRequest
from klynge.membership.queries.colleagues import Asker, token_of
from klynge.outbox.models import Mail
from klynge.outbox.queries import render_mail
from tests.browser import SIZES, judge
from tests.interfaces.portal.company import at, furnished

pytestmark = pytest.mark.django_db(transaction=True)
EVA = Asker("Eva Lund", "Udvikler", "eva@fjord.example", "da")


@pytest.fixture
def stage():
    world = furnished()
    with scope(cluster=world.nordlys):
        present_cluster(world.nordlys, texts={"headline": {"da": "Nordlys"}}, is_public=True, actor=world.astrid, at=world.now)
    caches["default"].clear()
    return world


def text(response):
    return unescape(response.content.decode())


def ask(client, address="eva@fjord.example", **facts):
    return client.post("/nordlys/en/colleague/", {"name": "Eva Lund", "title": "Udvikler", "address": address} | facts)


def mails(stage, rule):
    with scope(cluster=stage.nordlys):
        return [(mail.to_address, render_mail(mail).text) for mail in Mail.objects.filter(rule=f"membership.{rule}").order_by("pk")]


def link(stage):
    return re.search(r"/nordlys\S*/colleague/\S+", mails(stage, "access_link")[-1][1])[0]


def waiting(stage, asker=EVA):
    """Eva has followed the link, and the company is asked."""
    with scope(cluster=stage.nordlys):
        token = token_of(asker, cluster=stage.nordlys)
    return f"/nordlys/colleague/{token}/"


def requests(stage):
    with scope(cluster=stage.nordlys):
        return list(AccessRequest.objects.values_list("name", "address"))


@pytest.mark.parametrize(("scheme", "place"), [("light", "nordlys"), ("dark", "nordlys/en")])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_seen(client, visitor, stage, size, scheme, place):
    chosen = waiting(stage).replace("nordlys", place, 1)
    judge(visitor.open(f"/{place}/colleague/", size=size, scheme=scheme), f"colleague-{size}-{scheme}")
    judge(visitor.open(chosen, size=size, scheme=scheme), f"colleague-choose-{size}-{scheme}")
    client.post(chosen, {"organisation": stage.fjord.pk})
    judge(visitor.open(at(stage, "people"), user=stage.bo_user, size=size, scheme=scheme), f"colleague-portal-{size}-{scheme}")
    judge(visitor.open("/office/nordlys/people/", user=stage.astrid_user, size=size, scheme=scheme), f"colleague-office-{size}-{scheme}")


def test_a_colleague_comes_in_from_the_form_to_the_portal_in_a_browser(visitor, stage):
    page = visitor.open("/nordlys/en/join/", size="phone", script=False)
    page.get_by_role("link", name="Is your company a member already").click()
    page.get_by_label("Your name").fill("Eva Lund")
    page.get_by_label("Your work e-mail").fill("EVA@fjord.example")
    page.get_by_role("button", name="Send me the link").click()
    assert page.get_by_text("We have written to eva@fjord.example").is_visible()
    page = visitor.open(link(stage), size="phone", script=False)
    page.get_by_role("button", name="Ask Fjord Data ApS").click()
    assert page.get_by_text("As soon as Fjord Data ApS says yes").is_visible()
    ((reader, told),) = mails(stage, "access_request")
    assert reader == "bo@fjord.example" and "Eva Lund" in told and at(stage, "people") in told

    page = visitor.open(at(stage, "people"), user=stage.bo_user, script=False, language="en")
    page.get_by_role("button", name="Let in Eva Lund").click()
    assert page.get_by_text("The invitation is on its way.").is_visible()
    assert requests(stage) == []
    invitation = Invitation.objects.get(email="eva@fjord.example")
    page = visitor.open(f"/invitation/{invitation_token(invitation)}/", size="phone", script=False)
    page.get_by_role("button").last.click()
    with scope(cluster=stage.nordlys):
        eva = Person.objects.get(emails__address="eva@fjord.example")
        assert Affiliation.objects.get(person=eva).organisation == stage.fjord


def test_the_page_says_the_same_whether_the_address_is_known_or_not(client, stage):
    shown = {
        re.sub(r"\S+@\S+", "@", text(ask(client, address))) for address in ("eva@fjord.example", "eva@ukendt.example", "eva@gmail.com")
    }
    assert len(shown) == 1
    assert ["/colleague/" in words for _reader, words in mails(stage, "access_link")] == [True, False, False]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("eva@fjord.example", True),
        ("EVA@Fjord.Example", True),
        ("eva@it.fjord.example", True),
        ("eva@ejfjord.example", False),
        ("eva@example", False),
        ("eva@gmail.com", False),
        ("eva@skov.example", True),
    ],
)
def test_a_company_is_known_by_its_domain_and_by_that_of_its_people(client, stage, address, found):
    stage.bo_user.person.emails.create(address="bo@skov.example")
    stage.bo_user.person.emails.create(address="bo.privat@gmail.com")
    response = ask(client, address)
    sent = mails(stage, "access_link")
    assert (bool(sent) and "/colleague/" in sent[-1][1]) == found, text(response)


def test_a_company_that_has_left_is_no_longer_known(client, stage):
    stage.fjord_membership.during = type(stage.fjord_membership.during)(stage.fjord_membership.during.lower, stage.day)
    stage.fjord_membership.save(update_fields=["during"])
    ask(client)
    assert "/colleague/" not in mails(stage, "access_link")[-1][1]
    assert client.post(waiting(stage), {"organisation": stage.fjord.pk}).status_code == 404


def test_asking_twice_is_asking_once_and_whoever_is_in_is_told(client, stage):
    for _twice in range(2):
        client.post(waiting(stage), {"organisation": stage.fjord.pk})
    assert requests(stage) == [("Eva Lund", "eva@fjord.example")] and len(mails(stage, "access_request")) == 1
    ditte = Asker("Ditte Dal", "", "ditte@fjord.example", "da")
    assert "Du har allerede adgang" in text(client.post(waiting(stage, ditte), {"organisation": stage.fjord.pk}))


@pytest.mark.parametrize("organisation", ["other", "", "x", "²", "9" * 30])
def test_no_other_company_can_be_asked(client, stage, organisation):
    number = stage.other.pk if organisation == "other" else organisation
    assert client.post(waiting(stage), {"organisation": number}).status_code == 404
    assert requests(stage) == []


@pytest.mark.parametrize("spoilt", ["x", "altered", "another cluster"])
def test_a_link_that_is_not_whole_opens_nothing(client, stage, spoilt):
    with scope(cluster=stage.nordlys):
        right, foreign = token_of(EVA, cluster=stage.nordlys), token_of(EVA, cluster=stage.havblik)
    token = {"x": "x", "altered": right[:-1] + ("A" if right[-1] != "A" else "B"), "another cluster": foreign}[spoilt]
    assert client.get(f"/nordlys/colleague/{token}/").status_code == 404


def test_too_many_mails_to_one_address_are_not_sent_and_the_page_does_not_tell(client, stage):
    shown = {text(ask(client)) for _try in range(5)}
    assert len(shown) == 1 and len(mails(stage, "access_link")) == 3


def test_too_many_tries_from_one_place_are_refused(client, stage):
    assert [ask(client, f"eva{number}@fjord.example").status_code for number in range(21)] == [200] * 20 + [429]


def test_without_a_primary_contact_the_secretariat_is_asked_and_can_answer(client, stage):
    with scope(cluster=stage.nordlys):
        ContactRole.objects.filter(kind="primary").delete()
    client.post(waiting(stage), {"organisation": stage.fjord.pk})
    assert mails(stage, "access_request")[0][0] == "post@nordlys.example"
    client.force_login(stage.astrid_user)
    page = text(client.get("/office/nordlys/people/"))
    (where,) = re.findall(r'action="(/office/nordlys/people/requests/\d+/)"', page)
    client.post(where, {"answer": "no"})
    assert requests(stage) == [] and not Invitation.objects.exists()
    assert client.post(where, {"answer": "yes"}).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("ditte", 404), ("frida_user", 404), ("dorte_user", 404), (None, 302)])
def test_nobody_else_answers(client, stage, who, status):
    client.post(waiting(stage), {"organisation": stage.fjord.pk})
    with scope(cluster=stage.nordlys):
        pk = AccessRequest.objects.get().pk
    if who:
        client.force_login(getattr(stage, who))
    office = client.post(f"/office/nordlys/people/requests/{pk}/", {"answer": "yes"})
    portal = client.post(at(stage, "people_answer", pk), {"answer": "yes"})
    assert {office.status_code, portal.status_code} <= {status, 403, 404} and len(requests(stage)) == 1
