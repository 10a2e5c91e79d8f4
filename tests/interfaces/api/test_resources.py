"""What the API shows and changes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope

from klynge.billing.actions import issue_invoice
from klynge.billing.actions.issue_invoice import DraftLine
from klynge.engagement.actions import compute_scores
from klynge.events.models import Registration
from tests import factories
from tests.events.stage import held
from tests.interfaces.api.program import Program, let_in
from tests.networks.circle import network, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(client, world):
    world.noon = timezone.now()
    return Program(client, let_in(world)[1])


def walk(program, path, limit=2):
    """Follow the cursor to the end."""
    found, cursor = [], ""
    for _page in range(50):
        answer = program.get(f"{path}?limit={limit}" + (f"&cursor={cursor}" if cursor else "")).json()
        found += answer["items"]
        cursor = answer["next_cursor"]
        if cursor is None:
            return found
    raise AssertionError("The list does not end.")


def test_lists_go_on_from_page_to_page_while_rows_come(program, world):
    with scope(cluster=world.nordlys):
        for number in range(5):
            factories.company(world.nordlys, f"Firma {number}")
    names = [each["name"] for each in walk(program, "organisations")]
    assert len(names) == len(set(names)) >= 6
    assert program.get("organisations?cursor=made-up").status_code == 422
    assert program.get("organisations?limit=0").status_code == 422
    program.post("organisations", {"name": "Sæbekassen ApS"})
    assert [each["name"] for each in program.get("organisations?q=sæbekassen").json()["items"]] == ["Sæbekassen ApS"]


def test_an_organisation_is_registered_sized_and_gets_people(program, world):
    made = program.post("organisations", {"name": "Ny ApS", "cvr": "", "town": "Aalborg", "external_id": "crm-7"}).json()
    assert program.get("organisations?external_id=crm-7").json()["items"][0]["id"] == made["id"]
    size = {"metric": "headcount", "low": 7, "high": 7, "as_of": "2026-01-01"}
    assert program.post(f"organisations/{made['id']}/sizes", size).status_code == 201
    assert program.get(f"organisations/{made['id']}").json()["headcount"]["low"] == 7
    person = program.post("people", {"organisation": made["id"], "name": "Ida Holm", "email": "ida@ny.example", "roles": ["primary"]})
    assert person.status_code == 201 and program.get("people?email=ida@ny.example").json()["items"][0]["name"] == "Ida Holm"
    assert program.get("organisations/999999").status_code == 404


def test_memberships_and_invoices_are_shown_with_how_they_stand(program, world):
    with scope(cluster=world.nordlys):
        lines, by = [DraftLine(world.dues, "Kontingent", 1_000_00)], {"actor": world.astrid, "at": world.noon}
        on = {"issued_on": world.today, "due_on": world.today + timedelta(days=14), "language": "da"}
        invoice = issue_invoice(world.fjord, cluster=world.nordlys, lines=lines, source_key="hand:1", **on, **by)
    member = program.get(f"memberships?organisation={world.fjord.pk}").json()["items"][0]
    assert (member["member_no"], member["organisation"]["name"]) == (world.fjord_membership.member_no, world.fjord.name)
    shown = program.get(f"invoices/{invoice.number}").json()
    assert (shown["total"], shown["open"]["amount"], shown["lines"][0]["text"]) == (
        {"amount": 125000, "currency": "DKK"},
        125000,
        "Kontingent",
    )
    pdf = program.get(f"invoices/{invoice.number}/pdf")
    assert (pdf["Content-Type"], pdf.content[:4]) == ("application/pdf", b"%PDF")


def test_somebody_is_signed_up_for_an_event_and_off_again(program, world):
    with scope(cluster=world.nordlys):
        event = held(world, capacity=1)
    path = f"events/{event.pk}/registrations"
    first = program.post(path, {"name": "Ida", "email": "ida@else.example"})
    second = program.post(path, {"name": "Eva", "email": "eva@else.example"}).json()
    assert (first.status_code, first.json()["state"], second["state"]) == (201, "seated", "waiting")
    assert program.post(path, {"name": "Ida", "email": "ida@else.example"}).status_code == 409
    assert program.get(f"events/{event.pk}").json()["taken"] == 1
    off = program.post(f"{path}/{first.json()['id']}/cancellation")
    assert (off.status_code, off.json()["state"]) == (200, "cancelled")
    assert [each["name"] for each in walk(program, path, limit=1)] == ["Ida", "Eva"]
    assert Registration._base_manager.count() == 2


def test_networks_news_and_engagement_are_read(program, world):
    with scope(cluster=world.nordlys):
        found = network(world)
        sit(world, found, 1)
        compute_scores(world.nordlys, on=timezone.now().date(), actor=world.astrid, at=world.noon)
    assert program.get("networks").json()["items"][0]["taken"] == 1
    assert program.get(f"networks/{found.pk}/seats").json()["items"][0]["state"] == "seated"
    assert program.get("news").json() == {"items": [], "next_cursor": None}
    assert {each["level"] for each in program.get("engagement?level=passive").json()["items"]} <= {"passive"}


def test_lists_ask_the_database_as_often_for_five_as_for_one(program, world):
    def queries(path):
        with CaptureQueriesContext(connection) as seen:
            assert program.get(path).status_code == 200
        return len(seen)

    paths = ("organisations", "people", "memberships", "invoices", "events", "networks")
    with scope(cluster=world.nordlys):
        factories.member(world.nordlys, world.ordinary, "Firma", 5)
        held(world)
        network(world)
    before = [queries(path) for path in paths]
    with scope(cluster=world.nordlys):
        for number in range(4):
            factories.member(world.nordlys, world.ordinary, f"Firma {number}", 5)
            held(world)
            network(world, name={"da": f"Netværk {number}"})
    assert [queries(path) for path in paths] == before
