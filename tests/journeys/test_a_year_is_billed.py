"""The main job from end to end, in a real browser: members come in from a file, and each gets a correct invoice by mail."""

import pytest
from django.urls import reverse
from django_scopes import scope

from klynge.billing.models import Invoice
from klynge.membership.models import Membership
from klynge.outbox.models import Mail
from tests import factories
from tests.browser import judge
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)
FILE = """Firmanavn;CVR-nr.;Postnr.;By;Antal ansatte;Kontaktperson;E-mail;Medlem siden
Ærø Robotik ApS;99010002;9000;Aalborg;7;Åse Øst;aase@aeroe-robotik.example;01-03-2020
Nordlys Sensor A/S;99010029;9800;Hjørring;250;Bent Bak;bent@nordlys-sensor.example;01-01-2019
Uden Tal ApS;99010037;9900;Frederikshavn;mange;Ida Juhl;ida@uden-tal.example;01-01-2019
"""


@pytest.fixture
def stage():
    world = build()
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues)
        factories.size(world.fjord, 35)
    return world


def read_the_file_in(visitor, stage, tmp_path, run_jobs):
    (tmp_path / "medlemmer.csv").write_bytes(FILE.encode("cp1252"))
    page = visitor.open(reverse("office:imports:new", args=["nordlys"]), user=stage.astrid_user)
    page.get_by_label("File").set_input_files(tmp_path / "medlemmer.csv")
    page.get_by_label("The numbers of employees are confirmed").check()
    page.get_by_role("button", name="Rehearse").click()
    judge(page, "journey-rehearsal")
    assert page.get_by_text("mange").first.is_visible()
    page.locator("form[action$='/start/'] button").click()
    run_jobs()
    with scope(cluster=stage.nordlys):
        assert sorted(Membership.objects.values_list("organisation__name", flat=True)) == [
            "Fjord Data ApS",
            "Nordlys Sensor A/S",
            "Ærø Robotik ApS",
        ]


def plan_and_release(visitor, stage, run_jobs):
    page = visitor.open(reverse("office:dues:plan", args=["nordlys"]), user=stage.astrid_user)
    page.get_by_label("Facts as of").fill("2027-01-04")
    page.get_by_label("Invoice date").fill("2027-01-04")
    page.get_by_role("button", name="Make the plan").click()
    judge(page, "journey-plan")
    page = visitor.open(page.url.removeprefix(visitor.url), user=stage.frida_user)
    page.get_by_label("I have looked at the amounts and the exceptions").check()
    page.get_by_role("button", name="Issue 3 invoices").click()
    run_jobs()
    page.reload()
    assert page.get_by_text("All invoices are issued").is_visible()


def test_members_come_in_from_a_file_and_each_gets_a_correct_invoice(visitor, stage, tmp_path, run_jobs):
    read_the_file_in(visitor, stage, tmp_path, run_jobs)
    plan_and_release(visitor, stage, run_jobs)
    with scope(cluster=stage.nordlys):
        totals = {i.organisation.name: i.total_minor for i in Invoice.objects.all()}
        assert totals == {"Fjord Data ApS": 8_125_00, "Nordlys Sensor A/S": 31_250_00, "Ærø Robotik ApS": 3_125_00}
        assert set(Mail.objects.values_list("to_address", flat=True)) == {
            "bo@fjord.example",
            "bent@nordlys-sensor.example",
            "aase@aeroe-robotik.example",
        }
    page = visitor.open(reverse("office:invoices:list", args=["nordlys"]), user=stage.frida_user)
    judge(page, "journey-invoices")
    page.get_by_role("link", name="2027-00001").click()
    judge(page, "journey-invoice")
    page = visitor.open(reverse("office:outbox:list", args=["nordlys"]), user=stage.frida_user)
    judge(page, "journey-outbox")
