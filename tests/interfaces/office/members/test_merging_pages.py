"""Two members become one on screen: found, both plans shown, confirmed, refused, and undone from the timeline."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from klynge.billing.models import Invoice
from klynge.core.ranges import span
from klynge.directory.models import Affiliation, Merger, Organisation, Ownership, Partnership, Person, refresh_search
from klynge.membership.models import Membership
from tests import factories

EN = {"accept-language": "en"}


@pytest.fixture
def bugt(stage):
    """Another member with people and a subsidiary."""
    with scope(cluster=stage.nordlys):
        bugt = factories.member(stage.nordlys, stage.ordinary, "Bugt ApS", 12)
        people(bugt.organisation, "Own", "Other")
        daughter = factories.company(stage.nordlys, "Datter ApS")
        Ownership.objects.create(organisation=daughter, parent=bugt.organisation, during=span(date(2020, 1, 1)))
        refresh_search([bugt.organisation_id])
        return bugt


def people(organisation, *names):
    for name in names:
        Affiliation.objects.create(person=Person.objects.create(name=name), organisation=organisation, during=span(date(2021, 1, 1)))


def url(stage, name="merge", *rest, pk=None):
    return reverse(f"office:members:{name}", args=["nordlys", pk or stage.fjord_membership.pk, *rest])


def asked(bugt, **more):
    return {"other": bugt.organisation_id, "effective_on": "2027-07-01", "kept": "this"} | more


@pytest.fixture
def office(stage, client):
    client.force_login(stage.astrid_user)
    with scope(cluster=stage.nordlys):
        yield client


def test_the_other_one_is_found_by_a_search_that_leaves_out_oneself_and_strangers(stage, bugt, office):
    Organisation.objects.create(name="Bugt Fremmed ApS")
    page = office.get(url(stage), {"q": "bugt"}, headers=EN)
    assert [row.name for row, _cvr in page.context["found"]] == ["Bugt ApS"]
    assert "Nothing fits" in office.get(url(stage), {"q": "Fjord Data"}, headers=EN).content.decode()


def test_both_plans_are_shown_before_anything_is_done(stage, bugt, office):
    page = office.get(url(stage), asked(bugt), headers=EN)
    said = page.content.decode()
    assert page.context["moves"][:2] == [("Own", "Works there"), ("Other", "Works there")]
    assert ("Datter ApS", "Subsidiary") in page.context["moves"]
    assert "The membership of Bugt ApS ends; from 1 July 2027 it is no member." in said
    assert "No invoice is changed, moved or credited." in said
    assert Merger.objects.count() == 0


def test_confirmed_the_two_are_one_at_once_and_invoices_are_as_they_were(stage, bugt, office):
    before = list(Invoice.objects.order_by("pk").values())
    answer = office.post(url(stage), asked(bugt))
    assert answer.url == url(stage, "detail")
    assert Membership.objects.get(pk=bugt.pk).during.upper == date(2027, 7, 1)
    assert list(Invoice.objects.order_by("pk").values()) == before


def test_the_other_one_may_be_the_one_that_goes_on(stage, bugt, office):
    answer = office.post(url(stage), asked(bugt, kept="other"))
    assert answer.url == url(stage, "detail", pk=bugt.pk)
    stage.fjord.refresh_from_db()
    assert stage.fjord.merged_into_id == bugt.organisation_id


def test_a_conflict_of_either_plan_is_said_and_refuses(stage, bugt, office):
    Partnership.objects.create(cluster=stage.nordlys, organisation=bugt.organisation, role="Founder", during=span(date(2015, 1, 1)))
    page = office.get(url(stage), asked(bugt), headers=EN).content.decode()
    assert "Bugt ApS is a core partner. End the partnership first." in page and "Merge Bugt ApS into" not in page
    assert office.post(url(stage), asked(bugt)).status_code == 422
    assert "can&#x27;t take over a membership" in office.get(url(stage), asked(bugt, kept="other"), headers=EN).content.decode()
    assert office.post(url(stage), asked(bugt, kept="other")).status_code == 422
    assert Merger.objects.count() == 0


@pytest.mark.parametrize("wrong", [{"other": "0"}, {"effective_on": "soon"}, {"kept": "none"}, {"other": ""}])
def test_what_makes_no_sense_comes_back(stage, bugt, office, wrong):
    assert office.post(url(stage), asked(bugt, **wrong)).status_code == 422
    assert office.get(url(stage), asked(bugt, **wrong)).status_code == 200
    assert Merger.objects.count() == 0


def test_it_is_undone_from_the_timeline_of_either(stage, bugt, office):
    office.post(url(stage), asked(bugt))
    merger = Merger.objects.get()
    for pk in (None, bugt.pk):
        assert url(stage, "unmerge", merger.pk, pk=pk) in office.get(url(stage, "detail", pk=pk)).content.decode()
    assert "gets back the people" in office.get(url(stage, "unmerge", merger.pk), headers=EN).content.decode()
    office.post(url(stage, "unmerge", merger.pk))
    assert Membership.objects.get(pk=bugt.pk).during.upper is None
    page = office.get(url(stage, "detail"), headers=EN).content.decode()
    assert "The merger with Bugt ApS was undone" in page and "Undo the merger" not in page
    assert office.get(url(stage, "unmerge", merger.pk)).status_code == 404


def test_what_stands_in_the_way_of_undoing_is_said(stage, bugt, office):
    office.post(url(stage), asked(bugt))
    Affiliation.objects.create(person=Person.objects.get(name="Own"), organisation=bugt.organisation, during=span(date(2028, 1, 1)))
    answer = office.post(url(stage, "unmerge", Merger.objects.get().pk), headers=EN)
    assert (answer.status_code, "End those first" in answer.content.decode()) == (422, True)


def test_the_plan_takes_the_same_number_of_queries_for_few_people_and_for_many(stage, bugt, office):
    counts = []
    for more in ((), "abcdefgh"):
        people(bugt.organisation, *more)
        with CaptureQueriesContext(connection) as queries:
            assert office.get(url(stage), asked(bugt)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
