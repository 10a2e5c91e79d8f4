"""Projections of a fee schedule: figures worked out elsewhere, and what must hold whatever is assumed."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.core.money import round_half_up
from klynge.reporting.rules.chances import simulate
from klynge.reporting.rules.deciding import break_even, cash_by_month, concentration, tornado
from klynge.reporting.rules.projection import Assumptions, Category, project

# 150 members at 3,400 kroner on average, costs of 2.5 million: worked out independently, with kroner and øre.
BASE = Assumptions(joining=20, fixed_cost_minor=250_000_000)
GOLDEN = {
    "index": (340_000, replace(BASE, index_bp=250), [(150, 51000000), (155, 54017500), (158.3, 56546739), (161.27, 59047851), (163.94, 61527215), (166.35, 63990817)]),
    "jump": (425_000, replace(BASE, elasticity_pct=100), [(150, 51000000), (134.75, 57268750), (140.07, 59531875), (144.87, 61568688), (149.18, 63401819), (153.06, 65051637)]),
    "nobody joins": (340_000, replace(BASE, joining=0), [(150, 51000000), (135, 45900000), (121.5, 41310000), (109.35, 37179000), (98.42, 33461100), (88.57, 30114990)]),
}  # fmt: skip
COSTS = [250000000, 256250000, 262656250, 269222656, 275953223, 282852053]


def one(after_minor: int, members: int = 150) -> list[Category]:
    return [Category("All", members, 0, Fraction(340_000), Fraction(after_minor))]


@pytest.mark.parametrize("name", GOLDEN)
def test_the_projection_is_right_to_the_oere(name):
    after, assumed, wanted = GOLDEN[name]
    years = project(one(after), assumed)
    assert [round_half_up(year.dues_minor) for year in years] == [dues for _, dues in wanted]
    assert [abs(float(year.members) - members) <= 0.0051 for year, (members, _) in zip(years, wanted, strict=True)] == [True] * 6
    assert [round_half_up(year.cost_minor) for year in years] == COSTS
    assert abs(float(years[1].coverage) - wanted[1][1] / COSTS[1]) < 1e-6


categories = st.lists(
    st.builds(
        Category,
        label=st.text(max_size=5),
        veterans=st.integers(0, 500),
        newcomers=st.integers(0, 50),
        before_minor=st.integers(0, 3_000_000).map(Fraction),
        after_minor=st.integers(0, 3_000_000).map(Fraction),
    ),
    min_size=1,
    max_size=6,
)
assumptions = st.builds(
    Assumptions,
    years=st.integers(1, 6),
    renewal_bp=st.integers(0, 10_000),
    first_renewal_bp=st.integers(0, 10_000),
    elasticity_pct=st.integers(0, 200),
    kink_bp=st.integers(0, 3_000),
    joining=st.integers(0, 100),
    joining_elasticity_pct=st.integers(0, 200),
    index_bp=st.integers(-500, 1_000),
    fixed_cost_minor=st.integers(0, 10**9),
    member_cost_minor=st.integers(0, 10**6),
    event_cost_minor=st.integers(0, 10**6),
    events=st.integers(0, 40),
    other_income_minor=st.integers(0, 10**9),
)


@given(categories, assumptions)
def test_members_add_up_from_year_to_year(found, assumed):
    years = project(found, assumed)
    assert years[0].members == sum(each.members for each in found)
    for before, year in pairwise(years):
        assert year.members == before.members - year.lost + year.newcomers
        assert 0 <= year.lost <= before.members
        assert year.dues_minor == sum(dues for _, _, dues in year.by_category)


@given(categories, assumptions, st.integers(1, 2_000))
def test_dearer_membership_never_keeps_more_members(found, assumed, more):
    dearer = [replace(each, after_minor=each.after_minor + more) for each in found]
    assert project(dearer, replace(assumed, years=1))[1].members <= project(found, replace(assumed, years=1))[1].members


@given(categories, assumptions)
def test_at_the_break_even_the_year_pays_for_itself(found, assumed):
    year = project(found, assumed)[-1]
    point = break_even(year, assumed)
    if point.fee_factor:
        assert year.dues_minor * point.fee_factor + year.other_minor == year.cost_minor
    if point.members and year.members:
        fixed = assumed.fixed_cost_minor + assumed.events * assumed.event_cost_minor
        each = year.cost_minor - fixed * Fraction(10_250, 10_000) ** year.number
        cost = year.cost_minor - each + each * point.members / year.members
        assert point.members * year.fee_minor + year.other_minor == cost


@given(categories, assumptions, st.integers(1, 12), st.integers(0, 10_000), st.integers(1, 12))
def test_over_twelve_months_all_money_has_come_and_gone(found, assumed, billing, late, first):
    year = project(found, assumed)[1]
    months = cash_by_month(year, billing_month=billing, late_bp=late, first_month=first)
    assert [month for month, _ in months] == [(first - 1 + turn) % 12 + 1 for turn in range(12)]
    assert months[-1][1] == year.result_minor


@given(categories, assumptions)
def test_the_widest_swing_stands_first(found, assumed):
    swings = tornado(found, assumed)
    assert [swing.width_minor for swing in swings] == sorted((swing.width_minor for swing in swings), reverse=True)
    assert {swing.name for swing in swings} == {"renewal_bp", "first_renewal_bp", "elasticity_pct", "kink_bp", "joining", "index_bp"}


@given(categories, assumptions, st.integers(0, 5))
def test_the_same_seed_draws_the_same_courses(found, assumed, seed):
    assert simulate(found, assumed, seed=seed, draws=20) == simulate(found, assumed, seed=seed, draws=20)


def test_courses_lie_around_what_is_projected():
    assumed = replace(BASE, index_bp=250, years=3)
    for span, year in zip(simulate(one(340_000, 5_000), replace(assumed, joining=500), seed=7), project(one(340_000, 5_000), replace(assumed, joining=500))[1:], strict=True):  # fmt: skip
        low, middle, high = span.dues_minor
        assert low < float(year.dues_minor) < high
        assert abs(middle / float(year.dues_minor) - 1) < 0.02


def test_without_uncertainty_and_without_luck_a_course_is_the_projection():
    assumed = Assumptions(years=4, renewal_bp=10_000, first_renewal_bp=10_000, index_bp=300)
    spans = simulate(one(340_000), assumed, seed=1, renewal_sd_bp=0)
    for span, year in zip(spans, project(one(340_000), assumed)[1:], strict=True):
        assert span.dues_minor == pytest.approx([float(year.dues_minor)] * 3)
        assert span.members == (150, 150, 150)


def test_the_three_largest_categories_pay_their_part():
    found = [Category(str(turn), members, 0, Fraction(100), Fraction(100)) for turn, members in enumerate((10, 20, 30, 40))]
    assert concentration(project(found, Assumptions())[0]) == Fraction(90, 100)
