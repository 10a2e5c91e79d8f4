"""The schedule pages in a real browser: wide and narrow, light and dark, and the table filled in."""

import pytest
from django.urls import reverse
from django_scopes import scope

from klynge.membership.actions import copy_schedule, create_schedule
from klynge.membership.rules.indexing import Index
from tests import factories
from tests.browser import SIZES, judge
from tests.interfaces.office.schedules.test_schedule_editor import WHOLE
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


@pytest.mark.parametrize(("size", "scheme", "language"), [("wide", "light", "en"), ("phone", "dark", "da")])
def test_a_schedule_with_everything_is_fit_to_be_seen(visitor, stage, size, scheme, language):
    with scope(cluster=stage.nordlys):
        rich = create_schedule(stage.nordlys, name="Alt", code="all", product=stage.dues, spec=WHOLE, actor=stage.astrid, at=stage.noon)
    for name in ("detail", "edit"):
        page = visitor.open(
            reverse(f"office:schedules:{name}", args=["nordlys", rich.pk]),
            user=stage.astrid_user,
            size=size,
            scheme=scheme,
            language=language,
        )
        judge(page, f"schedules-rich-{name}-{size}-{scheme}")


def test_the_price_follows_what_is_typed(visitor, stage):
    for name in ("detail", "edit"):
        page = visitor.open(reverse(f"office:schedules:{name}", args=["nordlys", stage.draft.pk]), user=stage.astrid_user)
        page.locator("#try_employees").fill("12")
        page.get_by_text("Size 12", exact=True).wait_for()
        assert page.get_by_text("DKK\xa04,120.00").first.is_visible()
        assert page.complaints == []


def test_a_rule_is_added_and_saved_without_a_script(visitor, stage):
    page = visitor.open(reverse("office:schedules:edit", args=["nordlys", stage.draft.pk]), user=stage.astrid_user, script=False)
    page.get_by_label("Kind of the new rule").select_option("newcomer")
    page.get_by_role("button", name="Add a rule").click()
    page.get_by_label("Discount in per cent, by membership year").fill("50; 25")
    page.get_by_text("For whom Newcomer discount").click()
    page.get_by_label("At most this many years old").fill("3")
    page.get_by_role("button", name="Save the draft").click()
    assert page.get_by_text("50%, 25% off in the first years of membership; at most 3 years old").is_visible()


def test_a_fault_is_shown_at_its_row_in_the_browser(visitor, stage):
    page = visitor.open(reverse("office:schedules:edit", args=[stage.nordlys.slug, stage.draft.pk]), user=stage.astrid_user)
    page.locator("[name=part0-3-last]").fill("20")
    page.get_by_role("button", name="Check and show the price").click()
    judge(page, "schedules-fault-wide-light")
    assert page.get_by_text("Two categories cover exactly 20: 10-19 employees and 20-49 employees.").is_visible()
