"""Members with every kind of contact, and a message to them."""

from datetime import UTC, datetime

import pytest
from django_scopes import scope

from klynge.core.ranges import span
from klynge.directory.actions import give_consent
from klynge.directory.models import ContactRole, Person, PersonEmail
from klynge.membership.models import Membership
from klynge.newsletters.actions import draft_message
from tests.factories import company

LAST_YEAR = datetime(2026, 1, 4, 11, 0, tzinfo=UTC)
LINKS = "https://nordlys.example/unsubscribe/"
SUBJECT = {"da": "Kære {company}", "en": "Dear {company}"}
BODY = {"da": "Hej {fornavn}\n\nI skylder {skyldig}.", "en": "Hello {first_name}\n\nYou owe {open_amount}."}


@pytest.fixture
def stage(world):
    """Bo can be reached; Eva's mail comes back, Ib has no address, and at Tom ApS there is nobody."""
    with scope(cluster=world.nordlys):
        world.members = [world.fjord_membership]
        for number, (name, who) in enumerate([("Bølgen ApS", "Eva Ø"), ("Klit ApS", "Ib Å"), ("Tom ApS", "")], 2):
            organisation = company(world.nordlys, name)
            membership = Membership.objects.create(
                cluster=world.nordlys, organisation=organisation, type=world.ordinary, member_no=number, during=span(world.today)
            )
            world.members.append(membership)
            if who:
                person = Person.objects.create(name=who, language="en")
                ContactRole.objects.create(
                    cluster=world.nordlys, organisation=organisation, person=person, kind="primary", during=span(world.today)
                )
        PersonEmail.objects.create(
            person=Person.objects.get(name="Eva Ø"), address="eva@boelgen.example", is_primary=True, bounced_at=world.noon
        )
        world.bo_person = Person.objects.get(name="Bo Ågård")
        yield world


@pytest.fixture
def draft(stage):
    """Draft a message; what is given differs."""

    def make(**facts):
        facts = {
            "kind": "service",
            "contacts": "primary",
            "subject": SUBJECT,
            "body": BODY,
            "actor": stage.astrid,
            "at": stage.noon,
        } | facts
        return draft_message(stage.nordlys, membership_ids=facts.pop("members", [each.pk for each in stage.members]), **facts)

    return make


@pytest.fixture
def agreed(stage):
    """Bo has said yes to marketing."""
    return give_consent(
        stage.bo_person, cluster=stage.nordlys, purpose="marketing", how="by phone", wording="Yes", actor=stage.astrid, at=LAST_YEAR
    )
