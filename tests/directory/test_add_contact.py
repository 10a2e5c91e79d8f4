"""Somebody at a company with all roles at once: the same as one role after the other."""

from datetime import date

import pytest
from django_scopes import scope

from klynge.audit.models import AuditEvent
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.ranges import span
from klynge.directory.actions import add_contact, give_contact_role, register_contact
from klynge.directory.models import Affiliation, ContactRole, Person
from tests.factories import company

FROM = date(2027, 3, 1)
EVERY = ["primary", "billing", "board", "voting"]


@pytest.fixture(autouse=True)
def _scope(world):
    with scope(cluster=world.nordlys):
        yield


def add(world, organisation=None, kinds=EVERY, **facts):
    facts = {"name": "Åse Ny", "from_on": FROM, "actor": world.astrid, "at": world.noon} | facts
    return add_contact(world.nordlys, organisation=organisation or world.fjord, kinds=kinds, **facts)


def roles(organisation):
    rows = ContactRole.objects.filter(organisation=organisation).order_by("kind", "during")
    return [(row.kind, row.person.name, row.during) for row in rows]


def test_the_person_works_there_and_takes_over_every_role_and_one_event_says_so(world):
    person = add(world, email="aase@fjord.example", title="CFO")
    assert [(row.title, row.during) for row in Affiliation.objects.filter(person=person)] == [("CFO", span(FROM))]
    assert roles(world.fjord) == [
        ("billing", "Bo Ågård", span(date(2020, 1, 1), FROM)), ("billing", "Åse Ny", span(FROM)), ("board", "Åse Ny", span(FROM)),
        ("primary", "Bo Ågård", span(date(2020, 1, 1), FROM)), ("primary", "Åse Ny", span(FROM)), ("voting", "Åse Ny", span(FROM)),
    ]  # fmt: skip
    details = AuditEvent.objects.get(verb="directory.contact.added").details
    assert details == {"organisation": "Fjord Data ApS", "roles": EVERY, "from_on": "2027-03-01"}


def test_all_at_once_comes_to_the_same_as_one_after_the_other(world):
    twins = [company(world.nordlys, name) for name in ("Et ApS", "To ApS")]
    for twin in twins:
        add(world, twin, ["billing", "board"], name="Før", from_on=date(2020, 1, 1))
    add(world, twins[0], [*EVERY, "board"])
    person = add(world, twins[1], [])
    for kind in EVERY:
        give_contact_role(world.nordlys, organisation=twins[1], person=person, kind=kind, from_on=FROM, actor=world.astrid, at=world.noon)
    assert roles(twins[0]) == roles(twins[1])


def test_a_known_address_brings_its_person_who_keeps_what_is_held(world):
    person = add(world, email="BO@fjord.example", kinds=["billing", "voting"])
    assert person == Person.objects.get(user=world.bo_user)
    assert [(kind, during.lower) for kind, _name, during in roles(world.fjord)] == [
        ("billing", date(2020, 1, 1)), ("primary", date(2020, 1, 1)), ("voting", FROM),
    ]  # fmt: skip
    assert Affiliation.objects.filter(person=person).count() == 1


def test_a_role_given_from_a_later_day_refuses_all_of_it(world):
    add(world, kinds=["voting"], from_on=date(2027, 6, 1), name="Senere")
    with pytest.raises(Conflict):
        add(world)
    assert not Person.objects.filter(name="Åse Ny").exists()


def test_a_wrong_address_keeps_nothing(world):
    with pytest.raises(Invalid):
        add(world, email="no address")
    assert not Person.objects.filter(name="Åse Ny").exists()


@pytest.mark.parametrize("who", ["frida", "bo", "dorte"])
def test_others_are_refused(world, who):
    with pytest.raises(Refused):
        add(world, actor=getattr(world, who))


def test_whoever_works_there_already_is_registered_without_a_second_place_of_work(world):
    for _again in range(2):
        who = {"name": "Bo Ågård", "email": "bo@fjord.example", "actor": world.astrid, "at": world.noon}
        person = register_contact(world.nordlys, organisation=world.fjord, from_on=FROM, **who)
    assert person == Person.objects.get(user=world.bo_user)
    assert Affiliation.objects.filter(person=person, organisation=world.fjord).count() == 1
