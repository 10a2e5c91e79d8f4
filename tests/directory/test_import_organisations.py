"""Many organisations written down at once: what is known of people is filled in, never overwritten; roles change hands on the day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from klynge.core.ranges import span
from klynge.directory.actions import import_organisations
from klynge.directory.models import Affiliation, ContactRole, Listing, Organisation, Person, PersonEmail
from klynge.directory.rules.entries import ContactEntry, OrganisationEntry, SizeEntry
from tests.factories import company

DAY = date(2027, 1, 4)


@pytest.fixture(autouse=True)
def _scope(world):
    with scope(cluster=world.nordlys):
        yield


def load(world, *entries, **more):
    return import_organisations(world.nordlys, entries=entries, actor=world.astrid, at=world.noon, **more)


def entry(organisation=None, facts=None, *contacts, **more):
    return OrganisationEntry(organisation and organisation.pk, facts or {}, contacts=contacts, **more)


def test_new_ones_and_known_ones_are_written_in_the_order_of_the_file(world):
    facts = {"name": "Ny ApS", "cvr": "10150817"}
    ids = load(world, entry(world.fjord, {"town": "Hobro"}), entry(None, facts, external_id="A7"))
    assert ids[0] == world.fjord.pk
    assert [Organisation.objects.get(pk=pk).name for pk in ids] == ["Fjord Data ApS", "Ny ApS"]
    assert Organisation.objects.get(pk=ids[0]).town == "Hobro"
    assert Listing.objects.get(organisation=ids[1]).external_id == "A7"


def test_the_number_in_the_other_system_is_kept_up_to_date_and_never_emptied(world):
    for given, kept in (("A1", "A1"), ("", "A1"), ("A1", "A1"), ("B2", "B2")):
        load(world, entry(world.fjord, external_id=given))
        assert Listing.objects.get(cluster=world.nordlys, organisation=world.fjord).external_id == kept


def test_what_is_not_known_of_a_person_is_filled_in_and_what_is_known_stays(world):
    bo = Person.objects.get(user=world.bo_user)
    contact = ContactEntry("primary", "Bo Ågård", "bo.ny@fjord.example", "11 22 33 44", "Chef")
    load(world, entry(world.fjord, None, contact))
    load(world, entry(world.fjord, None, ContactEntry("primary", "Bo Ågård", "", "55 66 77 88", "")))
    bo.refresh_from_db()
    assert (bo.name, bo.phone) == ("Bo Ågård", "11 22 33 44")
    assert [(row.address, row.is_primary) for row in bo.emails.order_by("pk")] == [
        ("bo@fjord.example", True),
        ("bo.ny@fjord.example", False),
    ]
    assert Affiliation.objects.get(person=bo).title == "Direktør"


def test_a_title_and_a_first_address_are_filled_in_where_there_was_none(world):
    person = Person.objects.create(name="Uden Alt")
    Affiliation.objects.create(person=person, organisation=world.fjord, during=span(date(2021, 1, 1)))
    load(world, entry(world.fjord, None, ContactEntry("voting", "Uden Alt", "uden@fjord.example", "", "CFO")))
    assert Affiliation.objects.get(person=person).title == "CFO"
    assert PersonEmail.objects.get(person=person).is_primary


def test_one_address_in_two_companies_is_one_person(world):
    other = company(world.nordlys, "Anden ApS")
    contact = ContactEntry("billing", "Fælles Bogholder", "bog@holder.example")
    load(world, entry(world.fjord, None, contact), entry(other, None, contact))
    [person] = Person.objects.filter(name="Fælles Bogholder")
    assert {row.organisation for row in Affiliation.objects.filter(person=person)} == {world.fjord, other}


def test_a_role_changes_hands_on_the_day_and_a_first_one_begins_with_the_membership(world):
    new = ContactEntry("billing", "Ny Bogholder", "ny@fjord.example")
    load(world, entry(world.fjord, None, new, ContactEntry("voting", "Ny Bogholder", "ny@fjord.example"), contacts_from=date(2025, 3, 1)))
    held = ContactRole.objects.filter(organisation=world.fjord).order_by("kind", "during")
    assert [(row.kind, row.person.name, row.during) for row in held] == [
        ("billing", "Bo Ågård", span(date(2020, 1, 1), DAY)), ("billing", "Ny Bogholder", span(DAY)),
        ("primary", "Bo Ågård", span(date(2020, 1, 1))), ("voting", "Ny Bogholder", span(date(2025, 3, 1))),
    ]  # fmt: skip


@pytest.mark.parametrize("confirms", [True, False])
def test_sizes_are_confirmed_only_when_the_file_is_trusted(world, confirms):
    load(world, OrganisationEntry(world.fjord.pk, {}, sizes=(SizeEntry("headcount", 12, 20, DAY),)), confirms_sizes=confirms)
    size = world.fjord.sizes.get()
    assert (size.low, size.high, size.confirmed_at is not None, size.declared_by) == (12, 20, confirms, "Astrid Holm")


def test_the_number_of_statements_does_not_depend_on_how_many(world):
    counts = []
    for many in (1, 20):
        entries = [
            entry(None, {"name": f"Nr. {many} {place}"}, ContactEntry("primary", f"P {many} {place}", f"p{many}-{place}@x.example"))
            for place in range(many)
        ]
        with CaptureQueriesContext(connection) as queries:
            load(world, *entries)
        counts.append(len(queries))
    assert counts[0] == counts[1]
