"""Why this amount, in words."""

from datetime import date

import pytest

from klynge.membership.queries.explaining import finding_words, problem_words, words
from klynge.membership.rules.errors import CannotPrice
from klynge.membership.rules.facts import Facts, Personal
from klynge.membership.rules.pricing import price
from klynge.membership.rules.schedule import FeeRule, Schedule, Step
from klynge.membership.rules.validating import findings
from tests.membership.rules.cases import A1, bands, by_size, facts, part

NBSP = "\u00a0"


def said(schedule, case, language="en", **options):
    return [line.replace(NBSP, " ") for line in words(price(schedule, case).steps, language, **options)]


def test_a_member_reads_its_size_its_category_and_the_amount():
    assert said(A1, facts((20, 49))) == ["Dues: employees: 20–49, which is the category 20-49: DKK 6,500 a year."]
    assert "6.500 kr." in said(A1, facts(30), "da")[0]
    assert said(A1, facts(30), "da", currency="EUR")[0].count("6.500 EUR") == 1


def test_each_kind_of_step_has_its_sentence():
    rules = (FeeRule("newcomer", {"en": "New"}, {"percents_bp": [5_000]}), FeeRule("cap_rise", {}, {"max_percent_bp": 0}))
    schedule = Schedule(
        components=(part("Fee", "flat", amount_minor=1_000_50),), fee_rules=rules, proration="quarter", is_vat_included=True
    )
    case = facts(
        joined_on=date(2027, 5, 1), last_net_minor=320_00, adjustments=(Personal(percent_bp=-1000, reason="trial", approved_by="Board"),)
    )
    assert said(schedule, case) == [
        "Fee: DKK 1,000.50 a year.",
        "New (membership year 1): DKK 1,000.50 becomes DKK 500.25.",
        "Cap on the yearly rise: last year's fee was DKK 400, so DKK 500.25 becomes DKK 400.",
        "Agreed with this member (trial; approved by Board): DKK 400 becomes DKK 360.",
        "Joined in the quarter from 1 April 2027: 3 of 4 quarters of DKK 360 is DKK 270.",
        "DKK 270 includes 25 % VAT; without it that is DKK 216.",
    ]


def test_every_method_and_every_proration_speaks_both_languages():
    parts = (
        part("rate", "base_rate", metrics=("payroll",), rate_ppm=900, max_minor=500_00),
        part("each", "per_unit", metrics=("fte",), per_unit_minor=5_00, min_units=10),
        part("groups", "per_group", amount_minor=9_00), part("none", "per_group", amount_minor=9_00, included_groups=9),
        part("work", "hours", hours=55, hour_value_minor=600_00),
    )  # fmt: skip
    sizes = (("payroll", 10**6, 10**6), ("fte", 250, 250), ("groups", 2, 2))
    for way in ("month", "half", "steps"):
        schedule = Schedule(components=parts, proration=way, proration_steps=(Step(3, 1, 0, 4),))
        for language in ("da", "en"):
            lines = said(schedule, facts(sizes=sizes, joined_on=date(2027, 12, 1)), language)
            assert len(lines) == 6 and all(lines)
    assert "2.5" in lines[1] and "at least 10 are counted" in lines[1]
    assert words(price(A1, facts(is_free=True)).steps, "en") == ["This kind of membership is free."]


def test_an_assumed_step_says_so():
    schedule = by_size((0, 5, 1), (5, None, 2))
    assumed = bands((0, 5, 1), (5, None, 2), is_assumption=True)
    component = type(schedule.components[0])("size", "band", {"en": "Dues"}, bands=assumed)
    assert said(Schedule(components=(component,)), facts(3))[0].endswith("This step of the scale is an assumption.")


@pytest.mark.parametrize("case", [facts(), facts((15, 25)), Facts(date(2027, 1, 1), date(2028, 1, 1), "x")])
def test_what_stands_in_the_way_is_a_sentence(case):
    schedule = A1 if case.type_code == "ordinary" else Schedule(components=(part("a", "flat", ("core",)),))
    with pytest.raises(CannotPrice) as caught:
        price(schedule, case)
    assert problem_words(caught.value, "en").endswith(".") and problem_words(caught.value, "da")


def test_findings_name_the_place():
    scale = by_size((1, 250, 500), (251, 300, 600), (299, 400, 10))
    assert [finding_words(each, "en").replace(NBSP, " ") for each in findings(scale)] == [
        "No category covers exactly 0: the first one, 1-249, begins above zero.",
        "No category covers exactly 250, between 1-249 and 251-299.",
        "Two categories cover exactly 299: 251-299 and 299-399.",
        "No category covers 400 and above: the last one, 299-399, has an end.",
        "The fee falls from DKK 600 to DKK 10 at 299 to 399: 251-299 and 299-399.",
    ]
