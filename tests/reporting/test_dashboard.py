from datetime import date

import pytest
from django.core.cache import caches
from django_scopes import scope

from klynge.audit.actions import record
from klynge.core.ranges import span
from klynge.membership.actions import issue_dues_batch, plan_dues, release_dues_run
from klynge.membership.models import Membership
from klynge.reporting.queries.dashboard import dashboard
from tests import factories


@pytest.fixture
def stage(world):
    caches["memory"].clear()
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues)
        factories.size(world.fjord, 35)
        yield world


def test_an_empty_cluster_has_an_empty_picture(world):
    with scope(cluster=world.havblik):
        figures = dashboard(world.havblik, on=world.today)
    assert (figures.members["now"], figures.history, figures.dues["billed"]) == (0, [], 0)


def test_the_years_are_counted_without_holes_and_a_leave_in_the_year_of_the_last_day(stage):
    gone = factories.member(stage.nordlys, stage.ordinary, "Gik ApS", 5, joined_on=date(2022, 3, 1))
    Membership.objects.filter(pk=gone.pk).update(during=span(date(2022, 3, 1), date(2025, 1, 1)))
    rows = [(row["year"], row["joined"], row["gone"], row["members"]) for row in dashboard(stage.nordlys, on=stage.today).history]
    assert rows == [
        (2020, 1, 0, 1),
        (2021, 0, 0, 1),
        (2022, 1, 0, 2),
        (2023, 0, 0, 2),
        (2024, 0, 1, 1),
        (2025, 0, 0, 1),
        (2026, 0, 0, 1),
        (2027, 0, 0, 1),
    ]


def test_what_is_billed_and_overdue_is_summed_with_vat(stage):
    run = plan_dues(stage.term, as_of=stage.today, issue_on=stage.today, actor=stage.astrid, at=stage.noon)
    release_dues_run(run, actor=stage.frida, at=stage.noon)
    assert dashboard(stage.nordlys, on=stage.today).waiting["open_run"] == run.pk
    issue_dues_batch(run, actor=stage.frida, at=stage.noon)
    figures = dashboard(stage.nordlys, on=date(2027, 3, 1))
    assert figures.dues == {"billed": 8_125_00, "settled": 0, "overdue": 8_125_00, "overdue_count": 1, "invoices": 1}
    assert figures.waiting["open_run"] is None


def test_the_figures_are_kept_until_something_is_recorded(stage, django_assert_num_queries):
    dashboard(stage.nordlys, on=stage.today)
    with django_assert_num_queries(1):
        dashboard(stage.nordlys, on=stage.today)
    factories.member(stage.nordlys, stage.ordinary, "Ny ApS", 5)
    record(stage.astrid, "membership.membership.joined", stage.fjord_membership, at=stage.noon)
    assert dashboard(stage.nordlys, on=stage.today).members["now"] == 2


def test_members_who_need_something_are_counted(stage):
    factories.member(stage.nordlys, stage.ordinary, "Uden størrelse ApS", None)
    unsure = factories.company(stage.nordlys, "Usikker ApS")
    factories.size(unsure, 5, is_confirmed=False)
    Membership.objects.create(cluster=stage.nordlys, organisation=unsure, type=stage.ordinary, member_no=77, during=span(date(2024, 1, 1)))
    waiting = dashboard(stage.nordlys, on=stage.today).waiting
    assert (waiting["no_size"], waiting["unconfirmed_size"], waiting["no_contact"]) == (1, 1, 1)
