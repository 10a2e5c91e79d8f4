"""The schedule pages in a real browser: wide and narrow, light and dark, and the table filled in."""

import pytest
from django.urls import reverse
from django_scopes import scope

from klynge.membership.actions import copy_schedule
from klynge.membership.rules.indexing import Index
from tests import factories
from tests.browser import SIZES, judge
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage():
    world = build()
    with scope(cluster=world.nordlys):
        world.adopted = factories.a1_schedule(
            world.nordlys, world.dues, assumption={"da": "Trinene 2-7 er antaget.", "en": "Steps 2-7 are assumed."}
        )
        world.draft = copy_schedule(world.adopted, index=Index(amounts_per_mille=30), actor=world.astrid, at=world.noon)
    return world


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "da")])
@pytest.mark.parametrize("size", SIZES)
def test_every_schedule_page_is_fit_to_be_seen(visitor, stage, size, scheme, language):
    for name in ("list", "new", "detail", "edit", "adopt", "copy", "compare"):
        address = reverse(f"office:schedules:{name}", args=[stage.nordlys.slug, *([] if name in ("list", "new") else [stage.draft.pk])])
        judge(
            visitor.open(address, user=stage.astrid_user, size=size, scheme=scheme, language=language), f"schedules-{name}-{size}-{scheme}"
        )


def test_a_fault_is_shown_at_its_row_in_the_browser(visitor, stage):
    page = visitor.open(reverse("office:schedules:edit", args=[stage.nordlys.slug, stage.draft.pk]), user=stage.astrid_user)
    page.locator("[name=part0-3-last]").fill("20")
    page.get_by_role("button", name="Check and show the price").click()
    judge(page, "schedules-fault-wide-light")
    assert page.get_by_text("Two categories cover exactly 20: 10-19 employees and 20-49 employees.").is_visible()
