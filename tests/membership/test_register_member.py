"""A company becomes a member in one go, or not at all."""

from datetime import date

import pytest
from django_scopes import scope

from klynge.audit.models import AuditEvent
from klynge.core.errors import Invalid, Refused
from klynge.directory.models import ContactRole, Listing, Organisation, Person
from klynge.membership.actions import register_member
from klynge.membership.errors import AlreadyMember
from klynge.membership.models import Membership
from tests import factories

JOINED = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _scope(world):
    with scope(cluster=world.nordlys):
        yield


def register(world, facts=None, **more):
    more = {"type": world.ordinary, "joined_on": JOINED, "actor": world.astrid, "at": world.noon} | more
    return register_member(world.nordlys, organisation=facts or {"name": "Ny Sky ApS", "cvr": "10150817"}, **more)


def test_organisation_membership_contact_and_size_come_together(world):
    made = register(world, contact={"name": "Åse Ny", "email": "aase@nysky.example"}, employees=12)
    assert (made.organisation.name, made.during.lower, made.member_no) == ("Ny Sky ApS", JOINED, 2)
    size = made.organisation.sizes.get()
    assert (size.low, size.high, size.as_of, size.confirmed_at) == (12, 12, JOINED, None)
    roles = ContactRole.objects.filter(organisation=made.organisation).order_by("kind")
    assert [(role.kind, role.person.name, role.during.lower) for role in roles] == [
        ("billing", "Åse Ny", JOINED), ("primary", "Åse Ny", JOINED),
    ]  # fmt: skip
    assert AuditEvent.objects.get(verb="membership.member.registered").details == {"number": 2}


def test_without_contact_and_size_it_is_a_member_all_the_same(world):
    made = register(world)
    assert (made.organisation.sizes.count(), made.organisation.contact_roles.count()) == (0, 0)


def test_a_number_that_another_cluster_knows_brings_its_organisation_as_it_stands(world):
    known = factories.company(world.havblik, "Kendt A/S", cvr="25313763")
    made = register(world, {"name": "Something else", "cvr": "DK 25 31 37 63"})
    assert (made.organisation, made.organisation.name) == (known, "Kendt A/S")
    assert Listing.objects.filter(cluster=world.nordlys, organisation=known).exists()


def test_a_foreign_number_is_kept_apart_from_a_danish_one(world):
    factories.company(world.nordlys, "Dansk ApS", cvr="25313763")
    assert register(world, {"name": "Ausland AG", "cvr": "25313763", "country": "DE"}).organisation.name == "Ausland AG"


@pytest.mark.parametrize("wrong", [
    {"contact": {"name": "X", "email": "no address"}}, {"employees": -1}, {"facts": {"name": "Ny", "cvr": "1234"}}, {"facts": {"name": " "}},
])  # fmt: skip
def test_when_one_part_is_wrong_nothing_is_kept(world, wrong):
    before = [model._base_manager.count() for model in (Organisation, Membership, Person, AuditEvent)]
    with pytest.raises(Invalid):
        register(world, **wrong)
    assert [model._base_manager.count() for model in (Organisation, Membership, Person, AuditEvent)] == before


def test_who_is_a_member_already_is_not_registered_twice(world):
    with pytest.raises(AlreadyMember):
        register(world, {"name": "Fjord", "cvr": "13748136"})


def test_a_type_of_another_cluster_is_refused(world):
    with scope(cluster=world.havblik):
        other = type(world.ordinary).objects.create(cluster=world.havblik, code="x", name={})
    with pytest.raises(Invalid):
        register(world, type=other)


@pytest.mark.parametrize("who", ["frida", "bo", "dorte"])
def test_others_are_refused(world, who):
    with pytest.raises(Refused):
        register(world, actor=getattr(world, who))
