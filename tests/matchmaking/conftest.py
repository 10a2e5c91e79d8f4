from dataclasses import dataclass
from datetime import date

import pytest
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import User
from klynge.core.ranges import span
from klynge.directory.models import Affiliation, ContactRole, ContactRoleKind, Listing, Organisation, Person, PersonEmail, Profile
from klynge.membership.models import Membership
from tests.world import NOON


@dataclass
class Company:
    organisation: Organisation
    actor: Actor
    person: Person


class Fair:
    """Members of Nordlys who show what they do; each with one person who may act for it."""

    def __init__(self, world):
        self.world, self.companies = world, 1

    def company(self, name, *, offers="", needs="", summary="", competences=(), cluster=None):
        world, cluster = self.world, cluster or self.world.nordlys
        self.companies += 1
        slug = f"firma{self.companies}"
        made = Organisation.objects.create(name=name, website=f"https://{slug}.example")
        Listing.objects.create(cluster=cluster, organisation=made, listed_at=NOON)
        user = User.objects.create_user(f"kontakt@{slug}.example", "aalborg-2027", name=f"Kontakt {name}")
        person = Person.objects.create(name=user.name, user=user, phone="98765432")
        PersonEmail.objects.create(person=person, address=user.email, is_primary=True)
        Affiliation.objects.create(person=person, organisation=made, title="Direktør", during=span(date(2020, 1, 1)))
        ContactRole.objects.create(
            cluster=cluster, organisation=made, person=person, kind=ContactRoleKind.PRIMARY, during=span(date(2020, 1, 1))
        )
        Membership.objects.create(
            cluster=cluster, organisation=made, type=world.ordinary, member_no=100 + self.companies, during=span(date(2020, 1, 1))
        )
        actor = Actor(user.name, cluster.pk, user.pk, companies=frozenset({(made.pk, "colleague"), (made.pk, "company_admin")}))
        if offers or needs or summary or competences:
            texts = {"offers": {"da": offers}, "needs": {"da": needs}, "summary": {"da": summary}, "about": {}}
            Profile.objects.create(
                cluster=cluster,
                organisation=made,
                competences=list(competences),
                changed_at=NOON,
                published_at=NOON,
                published_by=user.name,
                **texts,
            )
        return Company(made, actor, person)


@pytest.fixture
def fair(world):
    with scope(cluster=world.nordlys):
        yield Fair(world)


FACTS = {
    "kind": "request",
    "title": {"da": "Billedgenkendelse til robotcelle"},
    "summary": {"da": "Vi søger en partner til billedgenkendelse på vores robotter."},
    "visibility": "everybody",
}
