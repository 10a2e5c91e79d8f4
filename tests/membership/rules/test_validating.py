"""What is wrong with a schedule is found, and exactly where; the cases were found in published schedules."""

from hypothesis import given
from hypothesis import strategies as st

from klynge.membership.rules.schedule import Band, Component, Schedule
from klynge.membership.rules.validating import findings
from tests.membership.rules.cases import A1, A1_STEPS, by_size, part, scales


def found(schedule):
    return [(each.code, each.severity, each.where) for each in findings(schedule)]


def test_the_eight_step_scale_is_without_fault():
    assert found(A1) == []


def test_an_overlap_is_found_at_exactly_50():  # Business Horsens 2018
    assert found(by_size((0, 21, 1_680), (21, 51, 2_920), (50, None, 6_840))) == [("overlap", "error", (50, 50))]


def test_a_gap_is_found_at_exactly_250():  # CLEAN: 50-249, then "over 250"; MADE research alike
    assert found(by_size((0, 250, 15_000), (251, None, 30_000))) == [("gap", "error", (250, 250))]


def test_a_gap_is_found_at_exactly_1000_full_time_equivalents():  # AIW: 500-999, then "over 1000"
    assert found(by_size((0, 1_000_00, 3_500), (1_001_00, None, 4_200), metric="fte")) == [("gap", "error", (1_000, 1_000))]


def test_a_misprinted_price_with_vat_is_found():  # Energy Innovation Cluster: 5,500 and 6,675
    bands = (Band(1, 0, 3, 2_500_00, printed_gross_minor=3_125_00), Band(2, 3, None, 5_500_00, printed_gross_minor=6_675_00))
    [finding] = findings(Schedule(components=(Component("size", "band", bands=bands),)))
    assert (finding.code, finding.severity, finding.positions) == ("vat_misprint", "warning", (2,))
    assert finding.parameters == {"net_minor": 5_500_00, "printed_minor": 6_675_00, "expected_minor": 6_875_00}


def test_a_scale_that_does_not_reach_from_zero_to_any_size_is_found():
    assert found(by_size((1, 100, 5), (100, 200, 6))) == [("not_from_zero", "error", (0, 0)), ("no_open_top", "error", (200, None))]


def test_a_fee_that_falls_with_the_size_is_a_warning():
    assert found(by_size((0, 10, 5), (10, None, 4))) == [("falling", "warning", (10, None))]


def test_a_category_inside_another_is_an_overlap_as_wide_as_it():
    assert found(by_size((0, None, 5), (10, 20, 6))) == [("overlap", "error", (10, 19))]


def test_missing_negative_and_foreign_amounts_are_found():
    parts = (part("a", "flat"), part("b", "flat", amount_minor=-1), part("c", "per_unit"), part("d", "band"))
    assert [each.code for each in findings(Schedule(components=parts, proration="steps"))] == [
        "no_steps",
        *["missing"],
        "negative",
        "missing",
        "missing",
    ]
    assert found(Schedule(components=(part("a", "flat", amount_minor=1, currency="EUR"),))) == [("currency", "error", None)]
    assert found(by_size((0, None, -5))) == [("negative", "error", None)]
    assert found(Schedule()) == [("empty", "error", None)]


@given(scales().filter(lambda scale: len(scale) > 2), st.data())
def test_taking_a_category_out_is_found_as_just_that_gap(scale, data):
    hole = data.draw(st.integers(1, len(scale) - 2))
    low, high, _ = scale.pop(hole)
    assert ("gap", "error", (low, high - 1)) in found(by_size(*scale))


def test_the_scale_has_one_category_less_than_it_has_bounds():
    assert len(A1.components[0].bands) == len(A1_STEPS) + 1
