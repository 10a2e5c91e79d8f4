"""The settings in a real browser: wide and narrow, light and dark."""

import pytest
from django.urls import reverse

from tests.browser import SIZES, judge
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "da")])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_seen(visitor, size, scheme, language):
    world = build()
    for name, rest in {"overview": [], "roles": [], "new_type": [], "type": [world.ordinary.pk]}.items():
        address = reverse(f"office:settings:{name}", args=["nordlys", *rest])
        page = visitor.open(address, user=world.astrid_user, size=size, scheme=scheme, language=language)
        judge(page, f"settings-{name}-{size}-{scheme}")


def test_a_type_is_added_without_a_script(visitor):
    world = build()
    page = visitor.open(reverse("office:settings:overview", args=["nordlys"]), user=world.astrid_user, script=False)
    page.get_by_role("link", name="Add type").click()
    page.get_by_label("Code").fill("knowledge")
    page.get_by_label("Name in Danish").fill("Vidensinstitution")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("link", name="Vidensinstitution").is_visible()
