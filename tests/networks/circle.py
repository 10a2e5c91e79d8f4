"""A network of Nordlys, and members who want to sit in it."""

from datetime import timedelta

from klynge.core.ranges import span
from klynge.directory.models import Affiliation, Person
from klynge.networks.actions import found_network, plan_meeting, take_seat
from tests import factories

NAME = {"da": "Robotnetværket", "en": "The robot network"}


def network(world, **facts):
    given = {"name": NAME, "purpose": {"da": "Robotter i praksis"}, "tags": ["Robotter", "robotter ", "AI"], **facts}
    return found_network(world.nordlys, facts=given, founded_on=world.today - timedelta(days=400), actor=world.astrid, at=world.noon)


def works_at(world, organisation, name):
    person = Person.objects.create(name=name)
    person.emails.create(address=f"{name.split()[0].lower()}.{organisation.pk}@member.example", is_primary=True)
    Affiliation.objects.create(person=person, organisation=organisation, during=span(world.today - timedelta(days=900)))
    return person


def firm(world, number):
    """Return a member company and somebody who works there."""
    company = factories.member(world.nordlys, world.ordinary, f"Firma {number}", 5).organisation
    return company, works_at(world, company, f"Ida{number} Holm")


def sit(world, found, number, *, actor=None, **facts):
    company, person = firm(world, number)
    return take_seat(found, organisation=company, holder=person, actor=actor or world.astrid, at=world.noon, **facts)


def call(world, found, *, days=10, **facts):
    starts_at = world.noon + timedelta(days=days)
    given = {"title": "Besøg hos en robot", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2), **facts.pop("facts", {})}
    return plan_meeting(found, facts=given, actor=facts.pop("actor", world.astrid), at=world.noon, **facts)
