"""Each way to an amount, at its edges."""

from datetime import date

import pytest

from klynge.membership.rules.errors import CannotPrice
from klynge.membership.rules.pricing import price
from klynge.membership.rules.schedule import Band, Component, FeeRule, Schedule, Step
from tests.membership.rules.cases import bands, by_size, facts, part


def net(*parts, case=None, **sizes):
    return price(Schedule(components=parts), case or facts(sizes=tuple((name, *_ends(size)) for name, size in sizes.items()))).net_minor


def _ends(size):
    return size if isinstance(size, tuple) else (size, size)


def test_per_employee_with_a_smallest_and_a_largest_number():  # AV Branchen: 10 to 50 are charged
    each = part("staff", "per_unit", metrics=("headcount",), per_unit_minor=100_00, min_units=10, max_units=50)
    assert [net(each, headcount=size) for size in (3, 10, 33, 50, 900, (60, None))] == [
        1000_00,
        1000_00,
        3300_00,
        5000_00,
        5000_00,
        5000_00,
    ]
    with pytest.raises(CannotPrice, match="more than one"):
        net(each, headcount=(20, 49))


def test_full_time_equivalents_come_in_hundredths():
    each = part("staff", "per_unit", metrics=("fte",), per_unit_minor=101_00, base_minor=5_00, max_minor=900_00)
    assert [net(each, fte=size) for size in (1_50, 33, 50_00, (50_00, None))] == [156_50, 38_33, 900_00, 900_00]


def test_base_and_per_mille_with_a_cap():  # a section of Dansk Industri: base and 0.09 % of the payroll, at most 20,000
    rate = part("payroll", "base_rate", metrics=("payroll",), base_minor=2_000_00, rate_ppm=900, max_minor=20_000_00)
    assert [net(rate, payroll=size) for size in (0, 1_000_000, 12_345_678, 20_000_000, 10**9)] == [
        2_000_00,
        2_900_00,
        13_111_11,
        20_000_00,
        20_000_00,
    ]
    above = part("turnover", "base_rate", metrics=("turnover",), rate_ppm=1_000, threshold=5_000_000)
    assert [net(above, turnover=size) for size in (5_000_000, 6_000_000)] == [0, 1_000_00]
    with pytest.raises(CannotPrice):
        net(rate)


def test_a_fee_for_each_focus_network_beside_a_base():  # Tecpoint: 4,000 and 1,000 a group, or 8,000 and 2,000
    base = by_size((0, 6, 4_000), (6, None, 8_000)).components[0]
    groups = part("groups", "per_group", metrics=("headcount",), band_steps=((0, 6, 1_000), (6, None, 2_000)))
    assert [net(base, groups, headcount=size, groups=3) for size in (5, 6)] == [7_000_00, 14_000_00]
    assert net(base, groups, headcount=5) == 4_000_00
    result = price(Schedule(components=(base, groups), product_id=7), facts(5, sizes=(("groups", 3, 3),), joined_on=date(2027, 1, 1)))
    assert [(line["component"], line["net_minor"]) for line in result.lines] == [("size", 4_000_00), ("groups", 3_000_00)]
    assert net(part("flat groups", "per_group", amount_minor=500_00, included_groups=1), groups=3) == 1_000_00


def _eu(needs_all):
    scale = (Band(1, 0, 50, 1_00), Band(2, 50, 251, 2_00), Band(3, 251, None, 3_00, other_bounds=(("turnover", 50_000_001, None),)))
    return Component("size", "band", metrics=("headcount", "turnover"), needs_all_metrics=needs_all, bands=scale)


def test_two_metrics_joined_by_or_take_the_higher_category():  # CLEAN: 251 employees or a turnover above 50 million
    assert [net(_eu(False), headcount=heads, turnover=60_000_000) for heads in (3, 300)] == [3_00, 3_00]
    assert net(_eu(False), headcount=60, turnover=50_000_000) == 2_00
    assert net(_eu(False), headcount=60) == 2_00
    with pytest.raises(CannotPrice):
        net(_eu(False), headcount=60, turnover=(10, 90_000_000))


def test_two_metrics_joined_by_and_take_the_lower_category():
    assert net(_eu(True), headcount=300, turnover=60_000_000) == 3_00
    assert net(_eu(True), headcount=300, turnover=5) == 1_00
    with pytest.raises(CannotPrice) as caught:
        net(_eu(True), headcount=300)
    assert (caught.value.code, caught.value.parameters) == ("no_size", {"metric": "turnover"})


def test_the_first_category_holds_by_size_whatever_the_legal_form_unless_the_schedule_names_the_form():
    by_form = Band(9, amount_minor=1_000_00, predicate={"legal_forms": ["Enkeltmandsvirksomhed"]})
    scale = Component("size", "band", metrics=("headcount",), bands=(*bands((0, 2, 1_000), (2, None, 1_500)), by_form))
    sole = {"legal_form": "enkeltmandsvirksomhed"}
    assert net(by_size((0, 2, 1_000), (2, None, 1_500)).components[0], case=facts(1, legal_form="ApS")) == 1_000_00
    assert [net(scale, case=case) for case in (facts(7, **sole), facts(7), facts(**sole))] == [1_000_00, 1_500_00, 1_000_00]


def test_parts_are_for_the_kinds_they_name():
    company = Component("size", "band", kinds=("ordinary",), bands=bands((0, None, 5)))
    knowledge = part("flat", "flat", kinds=("knowledge",), amount_minor=10_000_00)
    assert net(company, knowledge, case=facts(type_code="knowledge")) == 10_000_00


def test_dated_steps_down_to_nothing():  # Byens Netværk: 3/4, 1/2, 1/4, 0 from 15 February, May, August, November
    steps = tuple(Step(month, 15, part, 4) for month, part in ((2, 3), (5, 2), (8, 1), (11, 0)))
    schedule = Schedule(components=(part("dues", "flat", amount_minor=1_000_00),), proration="steps", proration_steps=steps)
    joined = [date(2027, 2, 14), date(2027, 2, 15), date(2027, 5, 15), date(2027, 11, 14), date(2027, 11, 15)]
    assert [price(schedule, facts(joined_on=day)).net_minor for day in joined] == [1_000_00, 750_00, 500_00, 250_00, 0]


def test_the_yearly_rise_is_capped_and_everything_goes_in_its_order():
    rules = (FeeRule("cap_rise", {}, {"max_percent_bp": 1_000}), FeeRule("newcomer", {}, {"percents_bp": [5_000]}))
    schedule = Schedule(components=(part("dues", "flat", amount_minor=1_000_00),), fee_rules=rules, proration="month")
    result = price(schedule, facts(last_net_minor=400_00, joined_on=date(2027, 7, 3)))
    assert [step["rule"] for step in result.steps] == ["flat", "newcomer", "cap_rise", "proration"]
    assert (result.gross_minor, result.factor_numerator, result.factor_denominator, result.net_minor) == (1_000_00, 6, 12, 220_00)
    by_kroner = Schedule(components=schedule.components, fee_rules=(FeeRule("cap_rise", {}, {"max_minor": 50_00}),))
    assert [price(by_kroner, facts(last_net_minor=last)).net_minor for last in (None, 900_00, 980_00)] == [1_000_00, 950_00, 1_000_00]


def test_founding_members_have_a_rate_of_their_own():
    schedule = Schedule(
        components=(part("dues", "flat", amount_minor=1_000_00),), fee_rules=(FeeRule("founding", {}, {"fixed_minor": 100_00}),)
    )
    assert [price(schedule, facts(is_founding=founding)).net_minor for founding in (True, False)] == [100_00, 1_000_00]
