"""The corners of the rules that no published schedule has shown yet."""

import pytest

from klynge.membership.rules.adjustments import holds
from klynge.membership.rules.errors import CannotPrice
from klynge.membership.rules.facts import Personal
from klynge.membership.rules.fte import AIW, full_time_equivalents
from klynge.membership.rules.indexing import Index, indexed
from klynge.membership.rules.pricing import price
from klynge.membership.rules.schedule import Band, Component, FeeRule, Schedule
from klynge.membership.rules.validating import findings
from tests.membership.rules.cases import A1, bands, facts, part


def code_of(schedule, case):
    with pytest.raises(CannotPrice) as caught:
        price(schedule, case)
    return caught.value.code


def test_a_predicate_on_a_size_that_is_unknown_or_uncertain_is_not_guessed():
    for case in (facts(), facts((3, 9))):
        with pytest.raises(CannotPrice):
            holds({"max_size": 4}, case)
    assert [holds({"min_size": 5, "max_size": 9}, facts(size)) for size in (4, 5, 9, 10)] == [False, True, True, False]
    with pytest.raises(CannotPrice, match="∞"):
        holds({"max_size": 4}, facts((3, None)))


def test_an_open_size_has_a_price_only_where_there_is_a_cap():
    free = part("staff", "per_unit", metrics=("headcount",), per_unit_minor=1_00)
    rate = part("rate", "base_rate", metrics=("turnover",), rate_ppm=1_000)
    assert code_of(Schedule(components=(free,)), facts((5, None))) == "straddles"
    assert code_of(Schedule(components=(rate,)), facts(sizes=(("turnover", 5, None),))) == "straddles"
    capped = part("rate", "base_rate", metrics=("turnover",), rate_ppm=1_000, max_minor=7_00)
    assert price(Schedule(components=(capped,)), facts(sizes=(("turnover", 10_000, None),))).net_minor == 7_00


def test_an_uncertain_number_of_networks_is_not_guessed():
    schedule = Schedule(components=(part("groups", "per_group", amount_minor=5_00),))
    assert code_of(schedule, facts(sizes=(("groups", 1, 2),))) == "straddles"


def test_categories_for_nobody_leave_a_gap_and_one_may_ask_for_both_a_predicate_and_a_size():
    young = Band(1, 0, 5, 1_00, predicate={"kinds": ["young"]})
    scale = Schedule(components=(Component("size", "band", metrics=("headcount",), bands=(young,)),))
    assert price(scale, facts(4, type_code="young")).net_minor == 1_00
    for case in (facts(5, type_code="young"), facts(4), facts(type_code="young")):
        assert code_of(scale, case) == "no_band"


def test_flat_fees_may_depend_on_who_somebody_is_and_hours_on_size():
    person, pensioner = (
        Band(number, amount_minor=amount, predicate={"kinds": [kind]}) for number, amount, kind in ((1, 5_00, "person"), (2, 2_00, "old"))
    )
    assert price(Schedule(components=(Component("fee", "flat", bands=(person, pensioner)),)), facts(type_code="old")).net_minor == 2_00
    work = Component("work", "hours", metrics=("headcount",), bands=(Band(1, 0, 5, hours=10), Band(2, 5, None, hours=40)))
    assert [price(Schedule(components=(work,)), facts(size)).hours for size in (4, 5)] == [10, 40]


def test_a_surcharge_on_hours_alone_stands_on_their_line():
    extra = facts(
        adjustments=(Personal(amount_minor=3_00, reason="stand", approved_by="Board"), Personal(reason="none", approved_by="Board"))
    )
    [line] = price(Schedule(components=(part("work", "hours", hours=5),)), extra).lines
    assert (line["component"], line["net_minor"]) == ("work", 3_00)


def test_facts_with_adjustments_are_plain_data():
    case = facts(0, adjustments=(Personal(percent_bp=0, reason="trial", approved_by="Board"),), last_net_minor=0)
    assert case.plain()["adjustments"] == [{"percent_bp": 0, "reason": "trial", "approved_by": "Board"}]
    assert case.plain()["last_net_minor"] == 0


def test_an_index_moves_amounts_bounds_and_parameters_each_where_asked():
    schedule = Schedule(
        components=(
            Component("size", "band", bands=bands((0, 100, 10), (100, None, 20))),
            part("flat", "flat", amount_minor=99_00, hours=5),
        )
    )
    both = indexed(schedule, Index(amounts_per_mille=100, bounds_per_mille=20))
    assert [(band.low, band.high, band.amount_minor) for band in both.components[0].bands] == [(0, 102, 11_00), (102, None, 22_00)]
    assert both.components[1].parameters == {"amount_minor": 109_00, "hours": 5}
    assert indexed(schedule, Index()) == schedule


def test_absurd_heads_and_rules_are_refused():
    with pytest.raises(ValueError, match="negative"):
        full_time_equivalents({"mini_job": -1}, AIW)
    assert [each.code for each in findings(Schedule(components=A1.components, fee_rules=(FeeRule("gift"),)))] == ["unknown_rule"]
    assert (A1.is_assumed, Schedule(components=(Component("a", "band", bands=bands((0, None, 1), is_assumption=True)),)).is_assumed) == (
        False,
        True,
    )
