import pytest
from django.urls import reverse
from django_scopes import scope

from klynge.membership.actions import issue_dues_batch, plan_dues, release_dues_run
from tests import factories
from tests.browser import SIZES, judge
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage():
    world = build()
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues, assumption={"da": "Trinene 2-7 er antaget.", "en": "Steps 2-7 are assumed."})
        factories.size(world.fjord, 35)
        factories.member(world.nordlys, world.ordinary, "Ukendt Størrelse Rådgivende Ingeniører og Partnere ApS", None)
        for number in range(20):
            factories.member(world.nordlys, world.ordinary, f"Ærø Softwarehus {number}", number * 9)
        world.run = plan_dues(world.term, as_of=world.today, issue_on=world.today, actor=world.astrid, at=world.noon)
        world.line = world.run.lines.first()
    return world


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "da")])
@pytest.mark.parametrize("size", SIZES)
def test_every_dues_page_is_fit_to_be_seen(visitor, stage, size, scheme, language):
    pages = {"list": [], "plan": [], "run": [stage.run.pk], "line": [stage.run.pk, stage.line.pk]}
    for name, rest in pages.items():
        address = reverse(f"office:dues:{name}", args=[stage.nordlys.slug, *rest])
        judge(visitor.open(address, user=stage.frida_user, size=size, scheme=scheme, language=language), f"dues-{name}-{size}-{scheme}")
    judge(visitor.open(f"/office/{stage.nordlys.slug}/", user=stage.frida_user, size=size, scheme=scheme), f"dashboard-{size}-{scheme}")


def test_a_run_is_released_in_the_browser_and_its_progress_is_shown(visitor, stage):
    page = visitor.open(reverse("office:dues:run", args=[stage.nordlys.slug, stage.run.pk]), user=stage.frida_user)
    page.get_by_label("I have looked at the amounts").check()
    page.get_by_role("button", name="Issue 21 invoices").click()
    judge(page, "dues-progress-wide-light")
    assert page.get_by_text("Issuing invoices").is_visible()


def test_an_issued_run_says_so(visitor, stage):
    with scope(cluster=stage.nordlys):
        release_dues_run(stage.run, actor=stage.frida, at=stage.noon)
        while issue_dues_batch(stage.run, actor=stage.frida, at=stage.noon):
            pass
    for name in ("run", "undo"):
        page = visitor.open(reverse(f"office:dues:{name}", args=[stage.nordlys.slug, stage.run.pk]), user=stage.frida_user)
        judge(page, f"dues-issued-{name}-wide-light")
