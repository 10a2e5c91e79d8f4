"""The audit log on screen."""

import pytest
from django.urls import reverse

from klynge.access.models import Grant, Role, User
from klynge.audit.actions import record


@pytest.fixture
def stage(world):
    world.page = reverse("office:audit:list", args=[world.nordlys.slug])
    record(world.astrid, "billing.invoices.issued", world.nordlys, at=world.noon, cluster_id=world.nordlys.pk, count=150)
    changed = {"before": {"iban": "GAMMEL"}, "after": {"iban": "NY"}}
    record(world.frida, "access.cluster.changed", world.nordlys, at=world.noon, cluster_id=world.nordlys.pk, **changed)
    return world


def get(client, address):
    return client.get(address, headers={"accept-language": "en"}).content.decode()


def test_it_tells_in_sentences_with_before_and_after(stage, client):
    client.force_login(stage.astrid_user)
    page = get(client, stage.page)
    assert "Astrid Holm issued 150 invoices" in page
    assert "Frida Juhl changed the settings of Nordlys" in page
    assert "<del>GAMMEL</del>" in page


@pytest.mark.parametrize(
    ("query", "astrid", "frida"),
    [
        ("area=billing", True, False),
        ("search=frida", False, True),
        ("since=2027-01-05", False, False),
        ("since=x&before=0&person=999&area=no", True, True),
    ],
)
def test_it_is_narrowed_by_its_address(stage, client, query, astrid, frida):
    client.force_login(stage.astrid_user)
    page = get(client, f"{stage.page}?{query}")
    assert ("Astrid Holm issued" in page, "Frida Juhl changed" in page) == (astrid, frida)


def test_it_is_narrowed_to_one_person(stage, client):
    client.force_login(stage.astrid_user)
    page = get(client, f"{stage.page}?person={stage.frida_user.pk}")
    assert ("Astrid Holm issued" in page, "Frida Juhl changed" in page) == (False, True)


def test_older_events_follow_page_by_page(stage, client):
    for number in range(60):
        record(stage.astrid, f"test.number.{number}", stage.nordlys, at=stage.noon, cluster_id=stage.nordlys.pk)
    client.force_login(stage.astrid_user)
    first = client.get(stage.page)
    second = client.get(f"{stage.page}?before={first.context['older']}")
    assert (len(first.context["rows"]), len(second.context["rows"]), second.context["older"]) == (50, 12, "")
    assert first.context["rows"][-1]["event"].pk > second.context["rows"][0]["event"].pk


@pytest.mark.parametrize("who", ["dorte_user", "bo_user"])
def test_a_stranger_and_a_member_find_nothing(stage, client, who):
    client.force_login(getattr(stage, who))
    assert client.get(stage.page).status_code == 404


def test_an_anonymous_visitor_is_sent_to_sign_in(stage, client):
    assert client.get(stage.page).url.startswith(reverse("account_login"))


def test_a_reader_may_read_and_nobody_may_post(stage, client):
    reader = User.objects.create_user("rie@nordlys.example", "aalborg-2027", name="Rie")
    Grant.objects.create(user=reader, cluster=stage.nordlys, role=Role.READER, granted_at=stage.noon.replace(year=2020))
    client.force_login(reader)
    assert (client.get(stage.page).status_code, client.post(stage.page).status_code) == (200, 405)
