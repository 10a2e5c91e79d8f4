"""A member with everything, and the people who try its pages."""

from datetime import date

import pytest
from django_scopes import scope

from klynge.access.models import Grant, Role, User
from klynge.directory.models import refresh_search
from klynge.membership.actions import issue_dues_batch, plan_dues, release_dues_run
from tests import factories


def furnish(world):
    """Sizes, contacts, charged dues: what a member page has to show."""
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues)
        factories.size(world.fjord, 35)
        factories.size(world.fjord, 38, 45, as_of=date(2026, 9, 1), is_confirmed=False)
        world.aeble = factories.member(world.nordlys, world.ordinary, "Æblegården I/S", None, joined_on=date(2024, 3, 1))
        world.run = plan_dues(world.term, as_of=world.today, issue_on=world.today, actor=world.astrid, at=world.noon)
        release_dues_run(world.run, actor=world.frida, at=world.noon)
        refresh_search([world.fjord.pk, world.aeble.organisation_id])
        while issue_dues_batch(world.run, actor=world.frida, at=world.noon):
            pass
    world.rie_user = User.objects.create_user("rie@nordlys.example", "aalborg-2027", name="Rie")
    Grant.objects.create(user=world.rie_user, cluster=world.nordlys, role=Role.READER, granted_at=world.noon.replace(year=2020))
    return world


@pytest.fixture
def stage(world):
    """The furnished world."""
    return furnish(world)
