"""Each kind of rule that real organisations use: supported, with a test that carries its id, or refused with the reason.

The ids are those of our survey of published fee rules; the facts come from the organisations named.
"""

from datetime import date

import pytest

from klynge.membership.rules.adjustments import holds
from klynge.membership.rules.facts import Personal
from klynge.membership.rules.fte import AIW, full_time_equivalents, pro_rata
from klynge.membership.rules.indexing import index_amounts, index_bounds, multiples_of_base
from klynge.membership.rules.pricing import price
from klynge.membership.rules.proration import also_next_year
from klynge.membership.rules.schedule import FeeRule, Schedule
from tests.membership.rules.cases import TERM, bands, by_size, facts, part

FLAT = Schedule(components=(part("dues", "flat", amount_minor=10_000_00),))
REFUSED = {
    "notice_3m_a": "no price: the cluster's notice rule, in resigning",
    "notice_3m_b": "no price: the cluster's membership year and notice rule, and the reasons for an end, in resigning and excluding",
    "notice_rolling": "no price: the cluster's notice rule, in resigning",
    "rights_after_payment": "no price: a member's standing follows from receivables",
    "rights_rest": "no price: a member's standing follows from receivables",
    "votes": "no price: votes belong to the membership type",
    "passive_rule": "needs participation, which the room for engagement will keep",
    "in_kind_no": "needs activities and their eligibility, which the rooms for events and networks will keep",
    "cash_and_hours": "a report on co-financing, drawn from the hours asked for here",
    "evaluation_duty": "needs consents and surveys, no price",
    "de_minimis_event": "prices events, not membership",
    "reminder": "limits reminders of invoices, in billing",
}
SURVEYED = [
    "start_free_1",
    "start_free_2",
    "start_half",
    "start_def",
    "ramp",
    "half_year",
    "quarterly",
    "monthly",
    "notice_3m_a",
    "notice_3m_b",
    "notice_rolling",
    "rights_after_payment",
    "rights_rest",
    "votes",
    "group",
    "group2",
    "self_report",
    "index_bounds",
    "index_base",
    "grandfather",
    "in_kind",
    "passive_rule",
    "in_kind_no",
    "cash_and_hours",
    "evaluation_duty",
    "de_minimis_event",
    "vat",
    "reminder",
]


def net(schedule, case):
    return price(schedule, case).net_minor


def ruled(kind, schedule=FLAT, **parameters):
    return Schedule(components=schedule.components, fee_rules=(FeeRule(kind, {"en": kind}, parameters),))


def prorated(way, joined_on):
    return net(Schedule(components=FLAT.components, proration=way), facts(joined_on=joined_on))


def test_start_free_1_fewer_than_five_employees_first_year_free_but_not_with_a_foreign_parent():
    schedule = ruled("newcomer", max_size=4, no_foreign_parent=True, percents_bp=[10_000])
    assert [net(schedule, facts(size)) for size in (4, 5)] == [0, 10_000_00]
    assert net(schedule, facts(4, has_foreign_parent=True)) == 10_000_00
    assert net(schedule, facts(4, membership_year=2)) == 10_000_00


def test_start_free_2_under_five_years_and_two_full_time_employees_first_year_free():
    schedule = ruled("newcomer", max_age_years=5, min_size=200, metric="fte", percents_bp=[10_000])
    young = {"founded_on": date(2022, 1, 2)}
    assert net(schedule, facts(sizes=(("fte", 200, 200),), **young)) == 0
    assert net(schedule, facts(sizes=(("fte", 199, 199),), **young)) == 10_000_00
    assert net(schedule, facts(sizes=(("fte", 200, 200),), founded_on=date(2022, 1, 1))) == 10_000_00


def test_start_half_founders_under_three_years_at_entry_pay_half_in_two_years():
    schedule = ruled("newcomer", max_age_years=3, age_on="joined", percents_bp=[5_000, 5_000])
    case = {"founded_on": date(2023, 6, 1), "joined_on": date(2026, 5, 31)}
    assert [net(schedule, facts(membership_year=year, **case)) for year in (1, 2, 3)] == [5_000_00, 5_000_00, 10_000_00]
    assert net(schedule, facts(**case | {"joined_on": date(2026, 6, 1)})) == 10_000_00


def test_start_def_the_founding_year_is_year_one():
    rule = {"max_age_years": 3, "age_by": "calendar"}
    assert [holds(rule, facts(founded_on=date(year, 12, 31))) for year in (2025, 2024)] == [True, False]


def test_ramp_amounts_are_stored_for_each_category_and_year():
    scale = by_size((0, 2, 7_896), (2, 5, 15_791), (5, 10, 26_319), (10, 15, 39_480), (15, None, 50_000))
    stored = {"1": [789_600, 789_600], "2": [789_600, 1_184_400], "3": [789_600, 1_579_100], "4": [1_184_400]}
    schedule = ruled("ramp", scale, max_size=24, amounts_minor=stored)
    assert [net(schedule, facts(7, membership_year=year)) for year in (1, 2, 3)] == [789_600, 1_579_100, 2_631_900]
    assert net(schedule, facts(12)) == 1_184_400
    assert net(schedule, facts(25)) == 50_000_00


def test_half_year_the_half_is_due_when_less_than_six_months_are_left():
    assert [prorated("half", day) for day in (date(2027, 7, 1), date(2027, 7, 2))] == [10_000_00, 5_000_00]


def test_quarterly_by_remaining_quarters_and_all_of_the_next_year():
    firsts = [date(2027, month, 1) for month in (1, 4, 7, 10)]
    assert [prorated("quarter", day) for day in firsts] == [10_000_00, 7_500_00, 5_000_00, 2_500_00]
    schedule = Schedule(components=FLAT.components, proration="quarter", bills_next_year_from="10-01")
    assert [also_next_year(schedule, day, **TERM) for day in firsts] == [False, False, False, True]


def test_monthly_by_the_remaining_months():
    assert [prorated("month", date(2027, month, 15)) for month in (1, 3, 12)] == [10_000_00, 8_333_33, 833_33]
    assert prorated("month", date(2020, 5, 5)) == 10_000_00


def test_group_the_linked_companies_are_counted_and_a_person_may_correct_that():
    assert net(by_size((0, 50, 1), (50, None, 2)), facts(30 + 40)) == 2_00
    assert net(FLAT, facts(adjustments=(Personal(fixed_minor=1_00, reason="counted with its group", approved_by="Board"),))) == 1_00


def test_group2_related_companies_are_counted_at_the_first_member_and_pay_nothing():
    scale = by_size((0, 50, 1), (50, None, 2))
    assert (net(scale, facts(60)), net(scale, facts(20, is_free=True))) == (2_00, 0)


def test_self_report_part_time_counts_by_hours():
    assert pro_rata([37, 37, 18, 10]) == 276
    assert full_time_equivalents({"over_30_hours": 4, "up_to_30_hours": 2, "up_to_20_hours": 1, "mini_job": 1}, AIW) == 630


def test_index_bounds_amounts_stay_and_bounds_move():
    moved = index_bounds(bands((0, 1_000, 5), (1_000, None, 9)), per_mille=20)
    assert [(band.low, band.high, band.amount_minor) for band in moved] == [(0, 1_020, 500), (1_020, None, 900)]
    assert [band.amount_minor for band in index_amounts(bands((0, None, 1_234)), per_mille=30, unit_minor=100, is_rounded_up=True)] == [
        1_272_00
    ]


def test_index_base_the_fee_is_a_multiple_of_an_official_amount():
    parts = {1: (1, 8), 2: (1, 4), 3: (1, 2)}
    scale = multiples_of_base(bands((0, 10, 0), (10, 50, 0), (50, None, 0)), base_minor=58_800_00, multiples=parts)
    assert [band.amount_minor for band in scale] == [7_350_00, 14_700_00, 29_400_00]


def test_grandfather_who_joined_before_a_day_keeps_the_former_rate():
    schedule = ruled("founding", percent_bp=2_000, joined_before="2021-07-01")
    assert net(schedule, facts(is_founding=True, joined_on=date(2021, 6, 30))) == 8_000_00
    assert net(schedule, facts(is_founding=True, joined_on=date(2021, 7, 1))) == 10_000_00


def test_in_kind_hours_instead_of_money_and_what_they_count_for():
    result = price(Schedule(components=(part("work", "hours", hours=55, hour_value_minor=600_00),)), facts())
    assert (result.net_minor, result.hours, result.steps[0]["value_minor"]) == (0, 55, 33_000_00)


def test_vat_can_be_part_of_the_printed_price():
    schedule = Schedule(components=(part("private", "flat", amount_minor=981_00),), is_vat_included=True)
    assert net(schedule, facts()) == 784_80


@pytest.mark.parametrize("rule_id", SURVEYED)
def test_every_rule_of_the_survey_is_tested_or_refused_with_a_reason(rule_id):
    tested = [name for name in globals() if name.startswith(f"test_{rule_id}_")]
    assert bool(tested) != (rule_id in REFUSED), f"{rule_id} must be one of the two"
    assert REFUSED.get(rule_id, "tested").strip()


def test_the_survey_has_28_rules_and_nothing_else_is_refused():
    assert len(SURVEYED) == len(set(SURVEYED)) == 28
    assert set(REFUSED) <= set(SURVEYED)
