"""What membership will cost is what the dues run charges."""

from datetime import date

import pytest
from django_scopes import scope

from klynge.billing.models import FeeStatusChange
from klynge.core.ranges import span
from klynge.membership.actions import adjust_fee, plan_dues
from klynge.membership.models import Term
from klynge.membership.queries.offering import next_fee, offer
from tests import factories


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues)
        yield world


def asked(stage, employees, joined_on=date(2027, 1, 1)):
    return offer(stage.nordlys, employees=employees, joined_on=joined_on, language="en")


@pytest.mark.parametrize(("employees", "net"), [(0, 1_000_00), (1, 1_000_00), (35, 6_500_00), (199, 16_000_00), (200, 25_000_00), (10_000, 25_000_00)])  # fmt: skip
def test_each_size_is_offered_its_category_with_vat(stage, employees, net):
    found = asked(stage, employees)
    assert (found.first.net_minor, found.first.vat_minor, found.next.net_minor) == (net, net // 4, net)


def test_joining_during_the_year_is_prorated_as_the_schedule_says(stage):
    from klynge.membership.models import FeeSchedule

    FeeSchedule.objects.update(proration="month")
    found = asked(stage, 250, date(2027, 10, 12))
    assert (found.first.net_minor, found.first.is_part_of_year, found.next.net_minor) == (6_250_00, True, 25_000_00)
    assert any("3" in sentence for sentence in found.first.why)


def test_before_dues_are_introduced_nothing_is_charged(stage):
    FeeStatusChange.objects.all().delete()
    assert (asked(stage, 35).first, asked(stage, 35).next) == (None, None)


@pytest.mark.parametrize("employees", [0, 7, 35, 120, 900])
def test_next_years_fee_is_what_the_run_plans(stage, employees):
    factories.size(stage.fjord, employees)
    approved = {"percent_bp": -1_000, "reason": "Jubilæum", "from_on": date(2028, 1, 1)}
    adjust_fee(stage.fjord_membership, **approved, actor=stage.astrid, at=stage.noon)
    fee, problem = next_fee(stage.fjord_membership, size=None, on=stage.today, language="en")
    term = Term.objects.create(cluster=stage.nordlys, label="2028", during=span(date(2028, 1, 1), date(2029, 1, 1)))
    run = plan_dues(term, as_of=stage.today, issue_on=stage.today, actor=stage.astrid, at=stage.noon)
    assert (fee.net_minor, problem) == (run.lines.get().net_minor, "")


def test_a_size_that_straddles_is_told_in_words(stage):
    fee, problem = next_fee(stage.fjord_membership, size=(15, 25), on=stage.today, language="en")
    assert fee is None
    assert "more than one category" in problem
