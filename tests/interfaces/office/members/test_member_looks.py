"""The members' pages in a real browser: no axe violation, no sideways scroll, no blocked content."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope

from klynge.membership.models import Resignation
from tests import factories
from tests.browser import SIZES, judge
from tests.interfaces.office.members.conftest import furnish
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)
TOWNS = ("Aalborg", "Hjørring", "Frederikshavn", "Thisted", "Brønderslev")


@pytest.fixture
def furnished():
    """Thirty members with all that can stand in a row."""
    world = build()
    with scope(cluster=world.nordlys):
        for number in range(30):
            made = factories.member(
                world.nordlys, world.ordinary, f"{TOWNS[number % 5]} Software og Rådgivning nr. {number} ApS", number * 9 or None
            )
            made.organisation.town, made.organisation.cvr = TOWNS[number % 5], str(20_000_000 + number)
            made.organisation.save()
        Resignation.objects.create(
            membership=world.fjord_membership, received_on=date(2026, 9, 1), effective_on=date(2027, 1, 1), recorded_at=world.noon
        )
    return furnish(world)


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "da")])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_seen(visitor, furnished, size, scheme, language):
    pk = furnished.fjord_membership.pk
    pages = {
        "list": [],
        "detail": [pk],
        "new": [],
        "resign": [pk],
        "edit": [pk],
        "adjust": [pk],
        "size": [pk],
        "parent": [pk],
        "merge": [pk],
    }
    for name, rest in pages.items():
        address = reverse(f"office:members:{name}", args=[furnished.nordlys.slug, *rest])
        address += {"list": "?on=2027-01-05&sort=-size", "merge": f"?other={furnished.aeble.organisation_id}"}.get(name, "")
        page = visitor.open(address, user=furnished.astrid_user, size=size, scheme=scheme, language=language)
        judge(page, f"members-{name}-{size}-{scheme}")


def test_empty_lists_and_saved_ones_are_fit_to_be_seen(visitor, furnished):
    address = reverse("office:members:list", args=[furnished.nordlys.slug])
    page = visitor.open(f"{address}?missing=size", user=furnished.astrid_user)
    page.get_by_text("Save this list under a name").click()
    page.get_by_label("Name", exact=True).fill("Without a size")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("link", name="Without a size").get_attribute("aria-current") == "page"
    judge(page, "members-saved-wide-light")
    judge(visitor.open(f"{address}?q=zzzzzz", user=furnished.astrid_user), "members-nothing-wide-light")
