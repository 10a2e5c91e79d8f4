"""Everything that the engine supports is edited on screen: parts, measures, rules, dated steps; without a script, without loss."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from klynge.access.models import Grant, Role
from klynge.membership.actions import create_schedule
from klynge.membership.models import MembershipType
from klynge.membership.queries.schedules import load_schedule
from klynge.membership.rules.specs import plain_spec
from tests.interfaces.office.schedules.test_schedule_pages import EN, address, filled, stage, text  # noqa: F401

BY_TURNOVER = {
    "low": 0,
    "high": 10,
    "amount_minor": 1_000_00,
    "label": {"da": "Små"},
    "other_bounds": {"turnover": [0, 5_000_001]},
    "hours": 3,
}
REST = {"low": 10, "high": None, "amount_minor": 2_000_00, "other_bounds": {"turnover": [5_000_001, None]}, "is_assumption": True}
YOUNG = {"amount_minor": 0, "predicate": {"max_age_years": 3, "age_by": "calendar", "age_on": "joined", "no_foreign_parent": True}}
WHOLE = {
    "proration": "steps",
    "bills_next_year_from": "11-15",
    "rejoining": "anew",
    "is_vat_included": True,
    "steps": [{"from_month": 4, "from_day": 1, "numerator": 3, "denominator": 4}, {"from_month": 10, "from_day": 1, "numerator": 0, "denominator": 1}],
    "components": [
        {"code": "size", "method": "band", "label": {"da": "Størrelse", "en": "Size"}, "metrics": ["headcount", "turnover"],
         "needs_all_metrics": True, "kinds": ["ordinary"], "bands": [BY_TURNOVER, REST, YOUNG]},
        {"code": "full-time", "method": "per_unit", "label": {"da": "Årsværk"}, "metrics": ["fte"],
         "parameters": {"per_unit_minor": 125_50, "base_minor": 500_00, "min_units": 1, "max_units": 200, "min_minor": 100_00, "max_minor": 9_000_00}},
        {"code": "wages", "method": "base_rate", "label": {"da": "Løn"}, "metrics": ["payroll"],
         "parameters": {"base_minor": 1_000_00, "rate_ppm": 1_250, "threshold": 500_000, "max_minor": 50_000_00}},
        {"code": "nets", "method": "per_group", "label": {"da": "Netværk"}, "parameters": {"amount_minor": 750_00, "included_groups": 1}},
        {"code": "work", "method": "hours", "label": {"da": "Timer"}, "parameters": {"hours": 40, "hour_value_minor": 650_00}},
        {"code": "scaled-work", "method": "hours", "label": {"da": "Timer"}, "metrics": ["headcount"], "bands": [{"hours": 5, "label": {"da": "alle"}}]},
        {"code": "fee", "method": "flat", "label": {"da": "Gebyr"}, "kinds": ["knowledge"], "parameters": {"amount_minor": 100_00}},
    ],
    "rules": [
        {"kind": "newcomer", "label": {"da": "Nye"}, "parameters": {"percents_bp": [5_000, 2_550], "max_size": 1_000, "metric": "fte", "max_age_years": 3, "legal_forms": ["ApS"]}},
        {"kind": "ramp", "label": {"da": "Trappe"}, "parameters": {"amounts_minor": {"1": [250_00, 500_50], "2": [0]}, "joined_from": "2025-01-01"}},
        {"kind": "founding", "label": {}, "parameters": {"percent_bp": 1_000}},
        {"kind": "founding", "label": {}, "parameters": {"fixed_minor": 9_000_00, "kinds": ["ordinary"]}},
        {"kind": "cap_rise", "label": {"en": "Cap"}, "parameters": {"max_percent_bp": 1_000, "max_minor": 2_000_00, "joined_before": "2020-01-01"}},
    ],
}  # fmt: skip


@pytest.fixture
def rich(stage):  # noqa: F811
    """A draft with everything."""
    with scope(cluster=stage.nordlys):
        MembershipType.objects.create(cluster=stage.nordlys, code="knowledge", name={"da": "Vidensinstitution"})
        stage.rich = create_schedule(
            stage.nordlys, name="Alt", code="all", product=stage.dues, spec=WHOLE, actor=stage.astrid, at=stage.noon
        )
    return stage


def spec(stage):  # noqa: F811
    return plain_spec(load_schedule(type(stage.rich).objects.get(pk=stage.rich.pk)))


def post(stage, client, **changed):  # noqa: F811
    page = client.get(address(stage, "edit", stage.rich.pk), headers=EN)
    sent = {name: value for name, value in (filled(page) | changed).items() if value is not None}
    return client.post(address(stage, "edit", stage.rich.pk), sent, headers=EN)


def test_what_is_shown_of_everything_is_sent_back_without_loss(rich, client):
    with scope(cluster=rich.nordlys):
        before = spec(rich)
        assert post(rich, client, save="1").status_code == 302
        assert spec(rich) == before


@pytest.mark.parametrize("method", ["band", "flat", "per_unit", "base_rate", "per_group", "hours"])
def test_a_part_of_every_method_is_added_by_its_button_and_kept(rich, client, method):
    page = post(rich, client, add="parts", method=method)
    assert page.status_code == 200
    sent = filled(page) | {"save": "1"}
    assert client.post(address(rich, "edit", rich.rich.pk), sent).status_code == 302
    with scope(cluster=rich.nordlys):
        made = spec(rich)["components"][-1]
    assert (made["method"], made["label"]) == (method, {"da": "Kontingent", "en": "Membership dues"})


@pytest.mark.parametrize(("kind", "effect"), [
    ("newcomer", {"percents_bp": [5_000]}), ("ramp", {"percents_bp": [5_000, 2_500]}), ("founding", {"percent_bp": 1_000}),
    ("cap_rise", {"max_percent_bp": 1_000}),
])  # fmt: skip
def test_a_rule_of_every_kind_is_added_with_a_first_effect_and_kept(rich, client, kind, effect):
    page = post(rich, client, add="rules", rule=kind)
    assert page.status_code == 200
    assert client.post(address(rich, "edit", rich.rich.pk), filled(page) | {"save": "1"}).status_code == 302
    with scope(cluster=rich.nordlys):
        assert spec(rich)["rules"][-1] == {"kind": kind, "label": {}, "parameters": effect}


def test_a_category_is_asked_for_whom_it_is_once_its_button_is_pressed(rich, client):
    page = post(rich, client, add="part0-1-more")
    assert page.status_code == 200 and 'name="part0-1-who_max_age_years"' in text(page)
    sent = filled(page) | {"save": "1", "part0-1-who_legal_forms": ["ApS"], "part0-1-who_max_membership_year": "2", "part0-1-hours": "7"}
    assert client.post(address(rich, "edit", rich.rich.pk), sent).status_code == 302
    with scope(cluster=rich.nordlys):
        made = spec(rich)["components"][0]["bands"][1]
    assert (made["predicate"], made["hours"]) == ({"legal_forms": ["ApS"], "max_membership_year": 2}, 7)


def test_a_step_a_part_and_a_rule_are_added_and_removed(rich, client):
    page = post(rich, client, add="steps")
    sent = filled(page) | {"steps-2-day": "07-01", "steps-2-numerator": "1", "steps-2-denominator": "2", "steps-0-DELETE": "on"}
    sent |= {"parts-1-DELETE": "on", "rules-0-DELETE": "on", "save": "1"}
    assert client.post(address(rich, "edit", rich.rich.pk), sent).status_code == 302
    with scope(cluster=rich.nordlys):
        made = spec(rich)
    assert [(step["from_month"], step["numerator"]) for step in made["steps"]] == [(10, 0), (7, 1)]
    assert "full-time" not in [part["code"] for part in made["components"]]
    assert [rule["kind"] for rule in made["rules"]] == ["ramp", "founding", "founding", "cap_rise"]


@pytest.mark.parametrize("wrong", [
    {"rules-0-percents_bp": "half"}, {"rules-0-percents_bp": "150"}, {"rules-0-percents_bp": None}, {"rules-1-amounts_minor": "x: 5"},
    {"rules-1-amounts_minor": "1: -5"}, {"rules-2-percent_bp": "101"}, {"rules-4-max_percent_bp": None, "rules-4-max_minor": None},
    {"steps-0-day": "soon"}, {"steps-0-day": "13-45"}, {"steps-0-numerator": "9"}, {"steps-0-denominator": None}, {"bills_next_year_from": "99-99"},
    {"parts-1-per_unit_minor": "much"}, {"parts-2-rate_ppm": "-1"}, {"parts-0-label_da": None}, {"parts-0-kinds": ["x" * 30]},
    {"parts-1-code": "size"}, {"part0-0-turnover_low": "9", "part0-0-turnover_last": "3"}, {"parts-TOTAL_FORMS": None}, {"parts-0-method": "magic"},
    {"rules-0-who_joined_from": "yesterday"},
])  # fmt: skip
def test_what_can_not_be_read_is_said_at_its_place_and_nothing_is_kept(rich, client, wrong):
    with scope(cluster=rich.nordlys):
        before = spec(rich)
        page = post(rich, client, save="1", **wrong)
        assert (page.status_code, "field__errors" in text(page) or "alert" in text(page) or "errorlist" in text(page)) == (422, True)
        assert spec(rich) == before


def test_a_part_that_lacks_something_says_so_beside_it_and_the_price_waits(rich, client):
    page = post(rich, client, check="1", **{"parts-1-per_unit_minor": None})
    assert page.status_code == 200
    assert "This part lacks what its method needs: per_unit_minor." in text(page) and "not complete yet" in text(page)


def test_a_price_is_tried_with_what_the_schedule_asks_for_by_an_address_alone(rich, client):
    asked = {"employees": "7", "turnover": "1000000", "payroll": "2000000", "groups": "3", "kind": "ordinary", "last_net": ""}
    page = client.get(address(rich, "detail", rich.rich.pk), asked, headers=EN)
    [shown] = page.context["previews"]
    # 1,000 + (500 + 7 * 125.50) + (1,000 + 1.25 per mille of 1,500,000) + 2 networks at 750; 25 % VAT taken out
    assert (shown.amount, page.status_code) == ("DKK\xa05,402.80 + 48 hours", 200)
    assert any("1.25" in sentence for sentence in shown.why)
    assert "not known" in client.get(address(rich, "detail", rich.rich.pk), {"employees": "7"}, headers=EN).context["previews"][0].amount


@pytest.mark.parametrize("asked", ["x", "", "9" * 40, "-5", "7&groups=x&kind=none&joined_on=soon&last_net=much", "7&joined_on=2999-01-01"])
def test_a_price_check_that_makes_no_sense_is_no_fault(rich, client, asked):
    assert client.get(f"{address(rich, 'detail', rich.rich.pk)}?employees={asked}", headers=EN).status_code == 200


def test_rules_and_limits_are_told_in_words_and_compared(rich, client):
    page = text(client.get(address(rich, "detail", rich.rich.pk), headers=EN))
    for words in (
        "50%, 25.50% off in the first years",
        "at most 3 years old",
        "only ApS",
        "1.25",
        "no foreign parent company",
        "DKK\xa02,000.00 above last year",
    ):
        assert words in page
    with scope(cluster=rich.nordlys):
        changed = {**WHOLE, "rules": [{"kind": "founding", "parameters": {"percent_bp": 2_000}}]}
        other = create_schedule(rich.nordlys, name="Nyt", code="new", product=rich.dues, spec=changed, actor=rich.astrid, at=rich.noon)
    page = text(client.get(address(rich, "compare", other.pk), {"with": rich.rich.pk}, headers=EN))
    assert "20% off" in page and "25.50% off in the first years" in page


def test_a_reader_finds_no_editor(rich, client):
    Grant.objects.filter(user=rich.astrid_user).update(role=Role.READER)
    assert client.get(address(rich, "edit", rich.rich.pk)).status_code == 404
    assert client.post(address(rich, "edit", rich.rich.pk)).status_code == 404


def test_the_editor_takes_the_same_number_of_queries_for_few_parts_and_for_many(rich, client):
    with CaptureQueriesContext(connection) as many:
        client.get(address(rich, "edit", rich.rich.pk))
    with CaptureQueriesContext(connection) as few:
        client.get(address(rich, "edit", rich.draft.pk))
    assert len(many) - len(few) in (-1, 0, 1)


def test_what_becomes_of_who_joins_again_is_compared_in_words(rich, client):
    client.force_login(rich.astrid_user)
    with scope(cluster=rich.nordlys):
        other = create_schedule(
            rich.nordlys,
            name="Alt",
            code="all",
            product=rich.dues,
            spec=WHOLE | {"rejoining": "difference"},
            actor=rich.astrid,
            at=rich.noon,
        )
    page = client.get(address(rich, "compare", other.pk), {"with": rich.rich.pk}, headers=EN)
    assert page.status_code == 200
    assert "The new membership is charged anew" in page.content.decode()
