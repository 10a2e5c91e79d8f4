"""The fee of any member: one category, sums that are kept, a price that depends on nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.membership.rules.errors import CannotPrice
from klynge.membership.rules.facts import Personal, normalised
from klynge.membership.rules.pricing import price
from klynge.membership.rules.proration import also_next_year
from klynge.membership.rules.schedule import Schedule
from klynge.membership.rules.validating import findings
from tests.membership.rules.cases import A1, TERM, by_size, facts, members, part, scales, schedules

sizes = st.integers(0, 1_000_000)


def outcome(schedule, case):
    """The price, or the code of what stands in its way."""
    try:
        return price(schedule, case)
    except CannotPrice as problem:
        return problem.code


def code_of(schedule, case):
    with pytest.raises(CannotPrice) as caught:
        price(schedule, case)
    return caught.value.code


@given(sizes)
def test_every_size_up_to_a_million_has_exactly_one_category_of_the_eight_step_scale(employees):
    hit = [band for band in A1.components[0].bands if band.low <= employees and (band.high is None or employees < band.high)]
    assert len(hit) == 1
    assert price(A1, facts(employees)).net_minor == hit[0].amount_minor


@given(scales(), sizes, sizes)
def test_a_valid_scale_is_total_and_never_falls(scale, one, other):
    schedule = by_size(*scale)
    assert findings(schedule) == ()
    lower, higher = (price(schedule, facts(size)).net_minor for size in sorted([one, other]))
    assert lower <= higher


@given(schedules(), members())
def test_the_lines_sum_to_the_fee_and_a_fee_without_surcharge_is_never_above_the_full_one(schedule, case):
    result = outcome(schedule, case)
    if isinstance(result, str):
        return
    assert sum(line["net_minor"] for line in result.lines) == result.net_minor
    assert result.net_minor >= 0
    assert 0 <= result.factor_numerator <= result.factor_denominator
    if not any(rule.kind == "ramp" for rule in schedule.fee_rules):  # a ramp stores amounts of its own
        assert result.net_minor <= result.gross_minor


@given(schedules(), members())
def test_what_is_dropped_from_the_facts_never_changes_the_price(schedule, case):
    short = normalised(schedule, case)
    assert outcome(schedule, short) == outcome(schedule, case)
    assert normalised(schedule, short) == short
    term = {"term_start": case.term_start, "term_end": case.term_end}
    if not case.is_free:
        assert also_next_year(schedule, short.joined_on, **term) == also_next_year(schedule, case.joined_on, **term)


def test_members_of_the_same_case_share_one_fingerprint():
    one, other = (facts(7, joined_on=day, founded_on=day, legal_form=form) for day, form in ((TERM["term_start"], "ApS"), (None, "A/S")))
    assert one.fingerprint() != other.fingerprint()
    assert normalised(A1, one).fingerprint() == normalised(A1, other).fingerprint()
    assert normalised(A1, one).plain() == {
        "term_start": "2027-01-01",
        "term_end": "2028-01-01",
        "sizes": [["headcount", 7, 7]],
        "membership_year": 1,
    }


def test_an_interval_inside_one_category_is_enough():
    assert price(A1, facts((20, 49))).net_minor == 6_500_00
    assert price(A1, facts((500, None))).net_minor == 25_000_00


def test_what_can_not_be_priced_is_said_with_a_code():
    gap = by_size((0, 250, 1), (251, None, 2))
    assert code_of(A1, facts()) == "no_size"
    assert code_of(A1, facts((15, 25))) == "straddles"
    assert code_of(gap, facts(250)) == "no_band"
    assert code_of(gap, facts((248, 250))) == "no_band"
    assert code_of(Schedule(components=(part("core", "flat", ("core",), amount_minor=5),)), facts(3)) == "not_applicable"


def test_a_straddling_interval_names_both_categories():
    with pytest.raises(CannotPrice, match=r"10-19, 20-49"):
        price(A1, facts((15, 25)))


def test_personal_adjustments_follow_the_rules_in_their_order_and_never_go_below_nothing():
    half = Personal(percent_bp=-5_000, reason="trial", approved_by="Board")
    less = Personal(amount_minor=-9_999_99, reason="gift", approved_by="Board")
    agreed = Personal(fixed_minor=3_333_33, reason="agreed", approved_by="Board")
    assert price(A1, facts(30, adjustments=(half,))).net_minor == 3_250_00
    assert price(A1, facts(30, adjustments=(half, less))).net_minor == 0
    assert price(A1, facts(30, adjustments=(less, agreed))).net_minor == 3_333_33


def test_a_free_kind_of_member_pays_nothing_whatever_its_size():
    free = price(A1, facts(is_free=True))
    assert (free.net_minor, free.lines, free.steps) == (0, (), ({"rule": "free"},))
