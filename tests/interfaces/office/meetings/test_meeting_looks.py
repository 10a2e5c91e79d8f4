"""Every page of a meeting day is fit to be seen, on a desk and on a phone."""

import pytest
from django_scopes import scope

from klynge.meetings import actions
from klynge.meetings.queries.instance import instance_of
from klynge.meetings.rules.first_plan import first_plan
from tests.browser import SIZES, judge
from tests.interfaces.office.meetings.test_meeting_pages import office
from tests.meetings.conftest import stage  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def published(stage):  # noqa: F811
    with scope(cluster=stage.world.nordlys):
        stage.wish(0, g1="must", g2="meet")
        instance = instance_of(stage.day, [])
        plan = actions.store_plan(stage.day, instance=instance, slots=first_plan(instance.day), proved=[], **stage.by)
        actions.publish_plan(plan, **stage.by)


@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_seen(visitor, stage, size):  # noqa: F811
    see = {"user": stage.world.astrid_user, "size": size}
    published(stage)
    judge(visitor.open(office("list"), **see), f"meetings-list-{size}")
    judge(visitor.open(office("new"), **see), f"meetings-new-{size}")
    for page in ("detail", "guests", "planning", "tables", "board", "report"):
        judge(visitor.open(office(page, stage.day.pk), **see), f"meetings-{page}-{size}")
    judge(visitor.open(office("guest", stage.day.pk, stage.guests[0].pk), **see), f"meetings-guest-{size}")
