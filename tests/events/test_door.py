"""At the door: a ticket is proof, and what a phone sends twice, late or out of order counts once."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from klynge.events.actions import cancel_registration
from klynge.events.models import Attendance
from klynge.events.queries.tickets import qr_rows, registration_of_code, ticket_code
from klynge.membership.actions import present_cluster
from tests.browser import judge
from tests.events.stage import come, held
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(client):
    world = build()
    world.noon = timezone.now()
    with scope(cluster=world.nordlys):
        present_cluster(world.nordlys, texts={"headline": {"da": "Nordlys"}}, is_public=True, actor=world.astrid, at=world.noon)
        world.event = held(world)
        world.rows = [come(world, world.event, number, actor=world.astrid) for number in (1, 2, 3)]
    client.force_login(world.astrid_user)
    return world


def address(name, *rest):
    return reverse(f"office:events:{name}", args=["nordlys", *rest])


def send(client, stage, *scans):
    found = [{"code": code, "nonce": nonce, "came_at": came_at.isoformat()} for code, nonce, came_at in scans]
    answer = client.post(address("scans", stage.event.pk), json.dumps(found), content_type="application/json")
    return [each["state"] for each in answer.json()["scans"]]


def came(stage):
    with scope(cluster=stage.nordlys):
        return list(Attendance.objects.order_by("registration").values_list("registration__name", "came_at"))


def test_what_is_sent_twice_late_or_by_two_phones_counts_once_at_its_own_time(client, stage):
    earlier, (first, second, _third) = stage.noon - timedelta(minutes=9), map(ticket_code, stage.rows)
    assert send(client, stage, (first, "a", earlier), (first, "b", stage.noon), (second, "c", stage.noon)) == ["came", "again", "came"]
    assert send(client, stage, (first, "a", earlier), (second, "d", stage.noon)) == ["came", "again"]
    assert came(stage) == [("Gæst 1", earlier), ("Gæst 2", stage.noon)]


def test_a_ticket_that_was_made_up_or_given_back_lets_nobody_in(client, stage):
    code = ticket_code(stage.rows[0])
    with scope(cluster=stage.nordlys):
        cancel_registration(stage.rows[1], actor=stage.astrid, at=stage.noon)
        other = come(stage, held(stage), 9, actor=stage.astrid)
    made_up = f"{stage.rows[2].pk}-{code.partition('-')[2]}"
    scans = [
        (each, str(number), stage.noon) for number, each in enumerate((made_up, "x", "-", ticket_code(stage.rows[1]), ticket_code(other)))
    ]
    assert send(client, stage, *scans) == ["unknown", "unknown", "unknown", "refused", "unknown"]
    assert came(stage) == []
    assert registration_of_code(code, cluster=stage.havblik) is None
    for body in ("", "{}", '[{"code": 1}]', "[[]]", '"x"'):
        assert client.post(address("scans", stage.event.pk), body, content_type="application/json").status_code in (200, 400)


def test_a_phones_own_camera_leads_to_a_page_with_one_button(client, stage):
    page = address("ticket", ticket_code(stage.rows[0]))
    assert "Gæst 1" in client.get(page).content.decode() and came(stage) == []
    assert client.post(page).status_code == 302 and client.post(page).status_code == 302
    assert [name for name, _at in came(stage)] == ["Gæst 1"]
    client.force_login(stage.dorte_user)
    assert client.get(page).status_code == 404


def test_a_ticket_reads_the_same_as_rows_and_is_on_the_own_page(client, stage, rf):
    rows = qr_rows("https://klynge.example/office/nordlys/events/door/1-0123456789ABCDEF/")
    assert len(rows) == len(rows[0]) and set("".join(rows)) == {"0", "1"} and rows[0].startswith("1111111")
    from klynge.events.queries.links import own_token

    page = client.get(reverse("public:event_mine", args=["nordlys", stage.event.slug, own_token(stage.rows[0])])).content.decode()
    assert '<svg class="qr"' in page or 'class="qr"' in page


@pytest.mark.parametrize(("name", "ready"), [("badges", False), ("certificates", True)])
def test_badges_and_certificates_are_pages_of_pdf(client, stage, name, ready):
    send(client, stage, (ticket_code(stage.rows[0]), "a", stage.noon))
    answer = client.get(address(name, stage.event.pk))
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_the_list_works_without_a_network_and_sends_when_it_is_back(visitor, stage):
    page = visitor.open(address("door", stage.event.pk), user=stage.astrid_user, size="phone")
    judge(page, "door")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.reload()
    page.get_by_role("button", name=re.compile("Gæst 2")).click()
    assert page.locator("[data-waiting]").inner_text().startswith("1 ") and came(stage) == []
    page.reload()  # the phone was put away meanwhile
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator("[data-waiting]").wait_for(state="hidden")
    assert [name for name, _at in came(stage)] == ["Gæst 2"]
    page.locator("#q").fill("gæst 3")
    assert page.locator("[data-person]:visible").count() == 1


def test_the_list_ticks_off_without_javascript(visitor, stage):
    page = visitor.open(address("door", stage.event.pk), user=stage.astrid_user, script=False)
    page.get_by_role("button", name=re.compile("Gæst 1")).click()
    assert [name for name, _at in came(stage)] == ["Gæst 1"]
