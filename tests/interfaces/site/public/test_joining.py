"""A company asks to join, sees what it costs, is admitted, and finds its invoice: in a real browser, and by odd requests."""

import re
from html import unescape

import pytest
from django.core.cache import caches
from django_scopes import scope

from klynge.access.models import User
from klynge.access.queries import token_of as invitation_token
from klynge.billing.models import Invoice
from klynge.core.ranges import span
from klynge.directory.models import Invitee
from klynge.membership.actions import approve_application, present_cluster
from klynge.membership.models import Application, FeeSchedule, MembershipPeriod, Term
from tests.browser import SIZES, judge
from tests.directory.register_answers import month, virk
from tests.directory.test_registers import answering
from tests.interfaces.portal.company import furnished

pytestmark = pytest.mark.django_db(transaction=True)
FACTS = {
    "name": "Havnens Data ApS", "kind": "company", "street": "Kajvej 4B", "postcode": "9000", "town": "Aalborg", "employees": "1",
    "contact_name": "Eva Ejer", "contact_email": "eva@havnen.example",
}  # fmt: skip


@pytest.fixture
def stage(settings):
    world = furnished()
    year = world.day.year
    with scope(cluster=world.nordlys):
        present_cluster(world.nordlys, texts={"headline": {"da": "Nordlys"}}, is_public=True, actor=world.astrid, at=world.now)
        Term.objects.get_or_create(
            cluster=world.nordlys,
            label=str(year),
            defaults={"during": span(world.day.replace(month=1, day=1), world.day.replace(year=year + 1, month=1, day=1))},
        )
    caches["default"].clear()
    record = virk(series={"erstMaanedsbeskaeftigelse": [month(2026, 9, "ANTAL_1_1")]})
    with answering(record) as (url, _heard):
        settings.CVR_SOURCE, settings.CVR_URL = "virk", url
        yield world


def text(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def sent(client, stage, **facts):
    begun = client.post("/nordlys/en/join/", {"cvr": "12345674"})
    client.post(begun.url, FACTS | {"wished_on": stage.day.isoformat(), "send": "1"} | facts)
    return begun.url


@pytest.mark.parametrize(("scheme", "place"), [("light", "nordlys"), ("dark", "nordlys/en")])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_seen(client, visitor, stage, size, scheme, place):
    begun = client.post("/nordlys/join/", {"cvr": "12345674"}).url
    done = sent(client, stage)
    application = Application._base_manager.order_by("-pk").first().pk
    for name, address in {
        "join": "/nordlys/join/",
        "form": begun,
        "status": done.replace("/en/", "/"),
        "withdraw": begun + "withdrawal/",
    }.items():
        judge(visitor.open(address.replace("nordlys", place, 1), size=size, scheme=scheme), f"{name}-{size}-{scheme}")
    pages = ["", "?all", f"{application}/", f"{application}/approval/", f"{application}/answer/rejected/"]
    for count, page in enumerate(pages):
        address = f"/office/nordlys/applications/{page}"
        judge(
            visitor.open(address, user=stage.astrid_user, size=size, scheme=scheme, language="da" if place == "nordlys" else "en"),
            f"office-{count}-{size}-{scheme}",
        )


def apply_in_the_browser(visitor):
    page = visitor.open("/nordlys/en/join/")
    page.get_by_label("CVR number").fill("12345674")
    page.get_by_role("button", name="Go on").click()
    assert page.get_by_label("Name of the company").input_value() == "Havnens Data ApS"
    assert page.get_by_label("Street").input_value() == "Kajvej 4B, 2."
    assert page.get_by_label("Employees").input_value() == "1"
    page.get_by_label("Your name").fill("Eva Ejer")
    page.get_by_label("Your work e-mail").fill("eva@havnen.example")
    page.get_by_role("button", name="See what it costs").click()
    assert "DKK 1,000.00" in page.locator(".offer").inner_text().replace("\xa0", " ")
    page.get_by_role("button", name="Send the application").click()
    assert page.get_by_text("We have your application").is_visible()


def test_a_founder_of_a_one_person_firm_joins_and_finds_its_invoice(visitor, client, stage):
    apply_in_the_browser(visitor)
    office = visitor.open("/office/nordlys/applications/", user=stage.astrid_user)
    office.get_by_role("link", name="Havnens Data ApS").click()
    assert office.get_by_text("Agrees with the register").is_visible()
    office.get_by_role("link", name="Approve").click()
    office.get_by_role("button", name="Approve").click()
    assert office.get_by_text("Havnens Data ApS is a member now.").is_visible()

    with scope(cluster=stage.nordlys):
        invitation = Invitee.objects.latest("pk").invitation
        organisation = Invoice.objects.latest("pk").organisation
    client.logout()
    invited = visitor.open(f"/invitation/{invitation_token(invitation)}/")
    invited.get_by_role("button", name="Accept the invitation").click()
    user = User.objects.get(email="eva@havnen.example")
    invoices = visitor.open(f"/portal/nordlys/{organisation.pk}/invoices/", user=user)
    assert "1,250.00" in invoices.locator("table").inner_text()


def test_a_company_of_250_that_joins_pays_for_the_rest_of_the_year(client, stage):
    with scope(cluster=stage.nordlys):
        FeeSchedule.objects.update(proration="month")
    sent(client, stage, employees="250")
    client.force_login(stage.astrid_user)
    with scope(cluster=stage.nordlys):
        application = Application.objects.latest("pk")
        assert application.size_outcome == "disagrees"
    given = {"joined_on": stage.day.isoformat(), "type": stage.ordinary.pk}
    assert client.post(f"/office/nordlys/applications/{application.pk}/approval/", given).status_code == 302
    months = 13 - stage.day.month
    with scope(cluster=stage.nordlys):
        assert MembershipPeriod.objects.latest("pk").net_minor == round(25_000_00 * months / 12)


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(client, stage):
    assert "is not a CVR number" in text(client.post("/nordlys/en/join/", {"cvr": "12345678"}))
    begun = client.post("/nordlys/en/join/", {"cvr": ""}).url
    answer = client.post(begun, FACTS | {"wished_on": "2001-01-01", "kind": "public", "send": "1"})
    assert (answer.status_code, "Eva Ejer" in text(answer), "GLN" in text(answer)) == (422, True, True)
    assert client.post(begun, {"employees": "-1", "contact_email": "x", "send": "1"}).status_code == 422


def test_a_forged_link_or_another_clusters_finds_nothing(client, stage):
    begun = client.post("/nordlys/join/", {"cvr": "12345674"}).url
    assert [client.get(begun[:-3] + "x/").status_code, client.get(begun.replace("nordlys", "havblik")).status_code] == [404, 404]


def test_whoever_withdraws_says_why_and_it_is_counted(client, stage):
    link = sent(client, stage)
    assert client.post(link + "withdrawal/", {}).status_code == 422
    client.post(link + "withdrawal/", {"drop_out": "price"})
    assert "withdrawn" in text(client.get(link))
    client.force_login(stage.astrid_user)
    shown = text(client.get("/office/nordlys/applications/?all"))
    assert re.search(r"The price</dt><dd>1<", shown)


def test_the_board_and_the_auditor_meet_no_applicants_and_a_reader_decides_nothing(client, stage):
    from klynge.access.models import Grant

    sent(client, stage)
    pk = Application._base_manager.latest("pk").pk
    client.force_login(stage.astrid_user)
    for role, expected in {"board": 403, "auditor": 403, "reader": 200}.items():
        Grant.objects.filter(user=stage.astrid_user).update(role=role)
        assert client.get(f"/office/nordlys/applications/{pk}/").status_code == expected
        assert client.post(f"/office/nordlys/applications/{pk}/answer/rejected/", {"note": "x", "drop_out": "other"}).status_code == 403


def test_who_begins_again_and_again_is_asked_to_wait(client, stage):
    answers = [client.post("/nordlys/join/", {"cvr": ""}).status_code for _turn in range(22)]
    assert (answers[0], answers[-1]) == (302, 429)


@pytest.mark.parametrize(
    ("kind", "asked", "not_asked"),
    [
        ("company", ["Employees", "GLN"], ["Department", "own members"]),
        ("sole", ["People in the firm, you included"], ["GLN", "Department", "own members", "Reference"]),
        ("knowledge", ["Employees in the department", "Department that joins"], ["own members"]),
        ("public", ["Department that joins", "GLN"], ["own members"]),
        ("association", ["Employees in the secretariat", "Your own members"], ["GLN", "Department"]),
    ],
)
def test_each_kind_of_organisation_is_asked_in_its_own_words(client, stage, kind, asked, not_asked):
    begun = client.post("/nordlys/en/join/", {"cvr": ""}).url
    page = text(client.post(begun, FACTS | {"kind": kind, "wished_on": stage.day.isoformat(), "look": "1"}))
    labels = " ".join(re.findall(r"<label[^>]*>(.*?)</label>", page, re.DOTALL))
    assert [word for word in asked if word not in labels] == [] and [word for word in not_asked if word in labels] == []


@pytest.mark.parametrize(("kind", "field"), [("knowledge", "unit"), ("public", "gln"), ("association", "own_members")])
def test_what_its_kind_has_to_answer_is_asked_for_again(client, stage, kind, field):
    address = sent(client, stage, kind=kind)
    with scope(cluster=stage.nordlys):
        assert Application.objects.get().state == "draft"
    again = client.post(address, FACTS | {"kind": kind, "wished_on": stage.day.isoformat(), "send": "1"})
    assert again.status_code == 422 and f"id_{field}_error" in text(again)


def test_an_associations_members_are_kept_as_a_size_and_an_institutes_department_with_the_contact(client, stage):
    for number, (kind, more) in enumerate({"association": {"own_members": "120"}, "knowledge": {"unit": "Institut for Datalogi"}}.items()):
        begun = client.post("/nordlys/en/join/", {"cvr": ""}).url
        facts = FACTS | {"kind": kind, "name": f"Hus {number}", "contact_email": f"eva{number}@havnen.example", **more}
        client.post(begun, facts | {"wished_on": stage.day.isoformat(), "send": "1"})
    with scope(cluster=stage.nordlys):
        association, institute = Application.objects.order_by("pk")
        by = {"joined_on": stage.day, "type": stage.ordinary, "site": "https://k.example", "actor": stage.astrid, "at": stage.now}
        sizes = approve_application(association, **by).organisation.sizes.filter(metric="members").values_list("low", "high")
        assert list(sizes) == [(120, 120)]
        house = approve_application(institute, **by).organisation
        assert [work.title for work in house.affiliations.all()] == ["Institut for Datalogi"]
