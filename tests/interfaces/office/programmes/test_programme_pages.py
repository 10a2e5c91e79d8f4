"""Programmes on screen: the office starts, calls, decides and signs; a member applies, works and tells."""

import io
import json
from datetime import timedelta
from html import unescape

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from klynge.access.models import Grant, Role
from klynge.core.clock import day_of
from klynge.interfaces.cli.main import run
from klynge.membership.actions import present_cluster
from klynge.programmes.actions import note_hours, set_milestone, sign_hours
from klynge.programmes.models import Aid, Application, Call, Hours, Outcome, Participation, Programme
from tests import factories
from tests.browser import SIZES, judge
from tests.interfaces.portal.company import furnished
from tests.programmes.course import apply, call, programme, takes_part

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(client):
    world = furnished()
    world.noon = timezone.now()
    world.today = day_of(world.noon)
    client.force_login(world.astrid_user)
    with scope(cluster=world.nordlys):
        yield world


def office(name, *rest):
    return reverse(f"office:programmes:{name}", args=["nordlys", *rest])


def portal(stage, name, *rest):
    return reverse(f"portal:{name}", args=["nordlys", stage.fjord.pk, *rest])


def text(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def under_way(stage):
    """Bo's company takes part, another has applied, and Bo has worked."""
    found = programme(stage)
    set_milestone(found, name="Alle i gang", phase="Opstart", due_on=stage.today - timedelta(days=3), actor=stage.astrid, at=stage.noon)
    seat = takes_part(stage, found, stage.fjord)
    asked = apply(stage, found.calls.get(), factories.member(stage.nordlys, stage.ordinary, "Firma", 5).organisation)
    hours = note_hours(
        seat, person=stage.bo_user.person, worked_on=stage.today, minutes=90, activity="Forsøg", actor=stage.astrid, at=stage.noon
    )
    return found, seat, asked, hours


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_the_office_is_fit_to_be_seen(visitor, stage, size, scheme):
    judge(visitor.open(office("list"), user=stage.astrid_user, size=size, scheme=scheme), f"programmes-empty-{size}-{scheme}")
    found, _seat, asked, _hours = under_way(stage)
    for name, rest in (
        ("list", ()),
        ("detail", (found.pk,)),
        ("edit", (found.pk,)),
        ("application", (found.pk, asked.pk)),
        ("hours", (found.pk,)),
    ):
        judge(visitor.open(office(name, *rest), user=stage.astrid_user, size=size, scheme=scheme), f"programmes-{name}-{size}-{scheme}")


@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_the_portal_is_fit_to_be_seen(visitor, stage, size):
    judge(visitor.open(portal(stage, "programmes"), user=stage.bo_user, size=size), f"portal-programmes-empty-{size}")
    found, seat, _asked, _hours = under_way(stage)
    for name, rest in (
        ("programmes", ()),
        ("programmes_aid", ()),
        ("programmes_call", (found.calls.get().pk,)),
        ("programmes_seat", (seat.pk,)),
    ):
        judge(visitor.open(portal(stage, name, *rest), user=stage.bo_user, size=size), f"portal-{name}-{size}")


def test_a_programme_is_started_called_and_filled(client, stage):
    typed = {
        "name_da": "AI",
        "starts_on": stage.today.isoformat(),
        "ends_on": "2090-01-01",
        "hour_rate": "600",
        "aid": "746",
        "rate": "7.46",
    }
    assert client.post(office("new"), typed | {"ends_on": "2020-01-01"}).status_code == 422
    client.post(office("new"), typed)
    found = Programme.objects.get()
    client.post(office("milestone", found.pk), {"name": "I gang", "due_on": stage.today.isoformat()})
    client.post(office("reach", found.pk, found.milestones.get().pk))
    client.post(office("call", found.pk), {"title_da": "Runde 1", "opens_on": stage.today.isoformat(), "closes_on": "2090-01-01"})
    client.force_login(stage.bo_user)
    client.post(portal(stage, "programmes_call", Call.objects.get().pk), {"text": "Vi vil prøve", "other_aid": "1000"})
    application = Application.objects.get()
    client.force_login(stage.astrid_user)
    shown = text(client.get(office("application", found.pk, application.pk), headers={"accept-language": "en"}))
    assert "299,000" in shown and str(stage.fjord) in shown
    client.post(office("application", found.pk, application.pk), {"answer": "admit"})
    assert sorted(Aid.objects.values_list("cents", flat=True)) == [100_00, 1_000_00]
    client.post(office("end", found.pk, Participation.objects.get().pk))
    assert Participation.objects.get().ended_on == stage.today


def test_an_application_is_declined_with_a_reason_that_the_company_reads_or_withdrawn(client, stage):
    found = programme(stage)
    application = apply(stage, call(stage, found), stage.fjord)
    client.post(office("application", found.pk, application.pk), {"answer": "decline", "reason": "For tidligt"})
    client.force_login(stage.bo_user)
    assert "For tidligt" in text(client.get(portal(stage, "programmes")))
    again = apply(stage, found.calls.get(), stage.fjord)
    client.post(portal(stage, "programmes_withdraw", again.pk))
    assert Application.objects.get(pk=again.pk).state == "withdrawn"


def test_hours_are_noted_signed_and_handed_to_the_funder(client, stage):
    found, seat, _asked, _hours = under_way(stage)
    client.force_login(stage.bo_user)
    typed = {"person": str(stage.bo_user.person.pk), "worked_on": stage.today.isoformat(), "hours": "1.5", "activity": "=1+1"}
    assert client.post(portal(stage, "programmes_note", seat.pk), typed | {"hours": "25"}).status_code == 422
    client.post(portal(stage, "programmes_note", seat.pk), typed)
    client.post(portal(stage, "programmes_outcome", seat.pk), {"kind": "product", "text": "En sensor"})
    assert (Hours.objects.count(), Outcome.objects.get().text) == (2, "En sensor")
    client.force_login(stage.astrid_user)
    client.post(office("hours", found.pk), {"hours": [str(pk) for pk in Hours.objects.values_list("pk", flat=True)] + ["x"]})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(office("report", found.pk))))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(row[0], row[5], row[7]) for row in rows] == [(stage.fjord.cvr, 1.5, 900)] * 2 and sum(row[8] for row in rows) == 10_000
    assert not any(str(row[3]).startswith("=") for row in rows)
    client.post(office("take_back", found.pk, Hours.objects.first().pk))
    assert Hours.objects.filter(minutes__lt=0).count() == 1


def test_a_company_takes_back_only_what_nobody_has_signed(client, stage):
    found, seat, _asked, hours = under_way(stage)
    client.force_login(stage.bo_user)
    sign_hours(found, ids=[hours.pk], actor=stage.astrid, at=stage.noon)
    assert client.post(portal(stage, "programmes_take_back", seat.pk, hours.pk)).status_code == 404
    assert Hours.objects.count() == 1


def test_the_board_sees_how_many_and_signs_nothing(client, stage):
    found, _seat, asked, hours = under_way(stage)
    Grant.objects.filter(user=stage.astrid_user).update(role=Role.BOARD)
    assert "Firma" not in text(client.get(office("detail", found.pk)))
    for address in (office("hours", found.pk), office("application", found.pk, asked.pk), office("report", found.pk), office("new")):
        assert client.get(address).status_code == 403
    client.post(office("hours", found.pk), {"hours": [str(hours.pk)]})
    assert Hours.objects.get().signed_at is None


def test_the_pages_ask_the_database_as_often_for_three_as_for_one(client, stage):
    found, *_rest = under_way(stage)

    def queries(address):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    addresses = [office("list"), office("detail", found.pk), office("hours", found.pk)]
    before = [queries(address) for address in addresses]
    for number in range(3):
        takes_part(stage, found, factories.member(stage.nordlys, stage.ordinary, f"Nr. {number}", 5).organisation)
    programme(stage)
    assert [queries(address) for address in addresses] == before


def test_a_company_reads_and_prints_what_aid_it_has_got(client, stage):
    client.force_login(stage.bo_user)
    assert "No aid is known" in text(client.get(portal(stage, "programmes_aid")))
    under_way(stage)
    shown = text(client.get(portal(stage, "programmes_aid")))
    assert "AI on the shop floor" in shown and "10,000.00" in shown and "290,000.00" in shown
    paper = client.get(portal(stage, "programmes_aid_pdf"))
    assert paper.content.startswith(b"%PDF") and paper["Content-Type"] == "application/pdf"
    client.force_login(stage.dorte_user)
    assert client.get(portal(stage, "programmes_aid_pdf")).status_code == 404


def test_everybody_reads_which_calls_are_open(client, stage):
    present_cluster(stage.nordlys, texts={"headline": {"da": "Nordlys"}}, is_public=True, actor=stage.astrid, at=stage.noon)
    client.logout()
    assert "No call is open just now" in text(client.get("/nordlys/en/calls/"))
    found = programme(stage)
    call(stage, found)
    call(stage, found, title={"da": "Lukket runde"}, closes_on=stage.today - timedelta(days=1))
    shown = text(client.get("/nordlys/en/calls/"))
    assert "Første runde" in shown and "Lukket runde" not in shown


def test_the_command_line_prints_the_funders_lines(stage, capsys):
    found, _seat, _asked, hours = under_way(stage)
    sign_hours(found, ids=[hours.pk], actor=stage.astrid, at=stage.noon)
    assert run(["programmes", "list", "--cluster", "nordlys", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["co_financing_minor"] == 900_00
    assert run(["programmes", "export", str(found.pk), "--cluster", "nordlys"]) == 0
    assert ";Forsøg;" in capsys.readouterr().out
    assert run(["programmes", "export", "0", "--cluster", "nordlys"]) == 2
