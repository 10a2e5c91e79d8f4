"""Fjord Data's side of Nordlys: Bo answers for it, Ditte is a colleague, Finn gets the invoices."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from klynge.access.models import User
from klynge.billing.actions import DraftLine, issue_invoice
from klynge.core.clock import day_of
from klynge.core.ranges import span
from klynge.directory.models import Affiliation, ContactRole, Person, PersonEmail, SizeDeclaration
from tests import factories
from tests.world import build


def colleague(world, name, *, kind=None, organisation=None):
    """Somebody with an account who works at Fjord Data."""
    first = name.split()[0].lower()
    user = User.objects.create_user(f"{first}@fjord.example", "aalborg-2027", name=name, language="en")
    person = Person.objects.create(name=name, user=user)
    PersonEmail.objects.create(person=person, address=user.email, is_primary=True)
    place = organisation or world.fjord
    Affiliation.objects.create(person=person, organisation=place, title="Udvikler", during=span(date(2022, 1, 1)))
    if kind:
        ContactRole.objects.filter(cluster=world.nordlys, organisation=place, kind=kind).delete()
        ContactRole.objects.create(cluster=world.nordlys, organisation=place, person=person, kind=kind, during=span(date(2022, 1, 1)))
    return user


def furnished():
    """Build the world with a schedule, an unconfirmed size, two colleagues and two invoices; the clock is the real one."""
    world = build()
    world.day, world.now = day_of(timezone.now()), timezone.now()
    User.objects.filter(pk=world.bo_user.pk).update(language="en")
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues)
        size = factories.size(world.fjord, 20, 49, is_confirmed=False, as_of=date(2024, 5, 1))
        SizeDeclaration.objects.filter(pk=size.pk).update(source="register")
        world.other = factories.member(world.nordlys, world.ordinary, "Ærø Softwarehus A/S", 3).organisation
        world.invoice = owed(world, world.fjord, "1")
        world.foreign = owed(world, world.other, "2")
        world.ditte, world.finn = colleague(world, "Ditte Dal"), colleague(world, "Finn Fog", kind="billing")
    return world


def owed(world, who, key):
    """Issue an invoice of today."""
    days = {"issued_on": world.day, "due_on": world.day, "language": "da", "actor": world.frida, "at": world.now}
    return issue_invoice(who, cluster=world.nordlys, lines=[DraftLine(world.dues, "Kontingent", 6_500_00)], source_key=key, **days)


def at(world, page, *rest):
    """The address of one of Fjord Data's pages."""
    return reverse(f"portal:{page}", args=[world.nordlys.slug, world.fjord.pk, *rest])
