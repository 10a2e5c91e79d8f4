"""Drafts are edited, adopted by resolution and never changed after; the past stays as it was."""

from datetime import date

import pytest
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.audit.models import AuditEvent
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.membership.actions import (
    adopt_schedule,
    copy_schedule,
    create_schedule,
    edit_schedule,
    import_schedules,
    issue_dues_batch,
    plan_dues,
    release_dues_run,
)
from klynge.membership.models import FeeSchedule
from klynge.membership.queries.explaining import finding_words
from klynge.membership.queries.schedules import compare, load_schedule, schedule_in_force
from klynge.membership.rules.importing import rows_of
from klynge.membership.rules.indexing import Index
from klynge.membership.rules.specs import plain_spec, read_spec
from klynge.membership.rules.validating import findings
from tests import factories
from tests.membership.schedule_files import FILE

SPEC = {
    "proration": "steps",
    "bills_next_year_from": "11-15",
    "steps": [{"from_month": 7, "from_day": 1, "numerator": 1, "denominator": 2}],
    "rules": [{"kind": "newcomer", "label": {"en": "New"}, "parameters": {"percents_bp": [5000]}}],
    "components": [
        {"code": "size", "method": "band", "label": {"en": "Dues"}, "metrics": ["headcount", "turnover"], "bands": [
            {"label": {"en": "small"}, "low": 0, "high": 10, "amount_minor": 100_00},
            {"label": {"en": "large"}, "low": 10, "amount_minor": 200_00, "other_bounds": {"turnover": [50, None]}, "is_assumption": True},
        ]},
    ],
}  # fmt: skip
OVERLAP = {"components": [{"code": "size", "method": "band", "bands": [{"low": 0, "high": 51}, {"low": 50}]}]}


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        yield world


def draft(stage, spec=SPEC, **more):
    given = {"code": "ordinary", "name": "Dues", "product": stage.dues, "actor": stage.astrid, "at": stage.noon} | more
    return create_schedule(stage.nordlys, spec=spec, **given)


def adopt(stage, schedule, effective_on=date(2026, 1, 1), **more):
    given = {"adopted_on": date(2025, 11, 1), "resolution": "Assembly 2025, 5", "actor": stage.astrid, "at": stage.noon} | more
    return adopt_schedule(schedule, effective_on=effective_on, **given)


def test_what_is_drafted_is_read_back_as_the_same(stage, django_assert_num_queries):
    schedule = FeeSchedule.objects.select_related("product").get(pk=draft(stage).pk)
    with django_assert_num_queries(4):
        loaded = load_schedule(schedule)
    assert plain_spec(loaded) == plain_spec(read_spec({"currency": "DKK", **SPEC}))
    assert compare(loaded, read_spec(SPEC)) == []
    assert AuditEvent.objects.get().verb == "membership.schedule.created"


def test_an_adopted_schedule_refuses_to_be_edited_and_its_copy_is_the_next_version(stage):
    schedule = adopt(stage, draft(stage))
    with pytest.raises(Conflict, match="no draft"):
        edit_schedule(schedule, spec=SPEC, actor=stage.astrid, at=stage.noon)
    copy = copy_schedule(schedule, index=Index(amounts_per_mille=30, is_rounded_up=True), actor=stage.astrid, at=stage.noon)
    assert (copy.version, copy.status) == (2, "draft")
    changed = [(each.what, each.before, each.after) for each in compare(load_schedule(schedule), load_schedule(copy))]
    assert changed == [("amount_minor", 100_00, 103_00), ("amount_minor", 200_00, 206_00)]


def test_editing_replaces_the_parts_of_a_draft(stage):
    schedule = edit_schedule(
        draft(stage), spec={"components": [{"code": "flat", "method": "flat"}]}, name="New", actor=stage.astrid, at=stage.noon
    )
    loaded = load_schedule(schedule)
    assert (schedule.name, [each.code for each in loaded.components], loaded.fee_rules, loaded.proration) == ("New", ["flat"], (), "none")


def test_faults_stand_in_the_way_of_adopting_and_are_said_in_words(stage):
    with pytest.raises(Invalid, match="Two categories cover exactly 50: 0-50 and 50"):
        adopt(stage, draft(stage, OVERLAP))


def test_adopting_needs_a_resolution_a_decision_that_is_made_and_a_product(stage):
    schedule = draft(stage)
    for wrong in ({"resolution": " "}, {"adopted_on": date(2027, 1, 5)}):
        with pytest.raises(Invalid):
            adopt(stage, schedule, **wrong)
    with pytest.raises(Invalid, match="product"):
        adopt(stage, draft(stage, product=None))


def test_next_years_prices_are_stored_now_and_the_past_stays_reproducible(stage):
    old = adopt(stage, draft(stage), date(2026, 1, 1))
    new = adopt(stage, draft(stage), date(2028, 1, 1))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2027, 12, 31), date(2028, 1, 1)]
    assert [schedule_in_force(stage.nordlys, on=day) for day in days] == [None, old, old, new]
    assert FeeSchedule.objects.get(pk=old.pk).status == "adopted"
    now = adopt(stage, draft(stage), date(2027, 1, 1))
    assert [FeeSchedule.objects.get(pk=each.pk).status for each in (old, now, new)] == ["superseded", "adopted", "adopted"]
    assert [schedule_in_force(stage.nordlys, on=day, code="ordinary") for day in days] == [None, old, now, new]


def test_two_versions_can_not_start_on_one_day_and_a_draft_is_adopted_once(stage):
    schedule = adopt(stage, draft(stage))
    with pytest.raises(Conflict, match="already starts"):
        adopt(stage, draft(stage))
    with pytest.raises(Conflict, match="Only a draft"):
        adopt(stage, schedule)


def test_a_start_that_would_change_what_is_charged_is_refused(stage):
    schedule = factories.a1_schedule(stage.nordlys, stage.dues)
    factories.size(stage.fjord, 35)
    run = plan_dues(stage.term, as_of=stage.today, issue_on=stage.today, actor=stage.astrid, at=stage.noon)
    release_dues_run(run, actor=stage.frida, at=stage.noon)
    while issue_dues_batch(run, actor=stage.frida, at=stage.noon):
        pass
    copy = copy_schedule(schedule, actor=stage.astrid, at=stage.noon)
    with pytest.raises(Conflict, match="Dues for 2027 are already charged"):
        adopt(stage, copy, date(2027, 1, 1))
    assert adopt(stage, copy, date(2028, 1, 1)).status == "adopted"


def test_only_those_who_look_after_the_money_change_schedules(stage):
    schedule = draft(stage)
    reader = Actor(name="Læser", cluster_id=stage.nordlys.pk)
    for actor in (stage.bo, stage.dorte, reader):
        with pytest.raises(Refused):
            draft(stage, actor=actor)
        with pytest.raises(Refused):
            adopt(stage, schedule, actor=actor)
        with pytest.raises(Refused):
            edit_schedule(schedule, spec=SPEC, actor=actor, at=stage.noon)
        with pytest.raises(Refused):
            copy_schedule(schedule, actor=actor, at=stage.noon)
        with pytest.raises(Refused):
            import_schedules(stage.nordlys, rows=rows_of(FILE), actor=actor, at=stage.noon)


def test_schedules_of_others_are_loaded_for_reference_and_loading_again_replaces_them(stage):
    for _ in range(2):
        import_schedules(stage.nordlys, rows=rows_of(FILE), actor=stage.astrid, at=stage.noon)
    stored = list(FeeSchedule.objects.order_by("code"))
    assert {each.status for each in stored} == {"reference"}
    assert [each.code for each in stored] == sorted(
        ["horsens", "made_research", "aiw", "eic", "assumed", "aabenraa", "private", "hours", "cfl", "labtech", "group"]
    )
    horsens = load_schedule(next(each for each in stored if each.code == "horsens"))
    assert [finding_words(each, "en") for each in findings(horsens)][
        1
    ] == "Two categories cover exactly 50: 21-50 ansatte and 50 ansatte og derover."


def test_nothing_is_loaded_from_a_file_with_a_fault_or_over_the_clusters_own(stage):
    with pytest.raises(Invalid, match="Row 3, amount"):
        import_schedules(stage.nordlys, rows=rows_of(FILE.replace("1680", "x")), actor=stage.astrid, at=stage.noon)
    factories.a1_schedule(stage.nordlys, stage.dues)
    with pytest.raises(Conflict, match="own schedules"):
        import_schedules(stage.nordlys, rows=rows_of(FILE.replace("horsens,B", "ordinary,B")), actor=stage.astrid, at=stage.noon)
    assert FeeSchedule.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"proration": "weekly"}, "no way"), ({"bills_next_year_from": "13-01"}, "no day"), ({"colour": 1}, "colour"),
        ({"components": [{"code": "a", "method": "magic"}]}, "Methods"), ({"rules": [{"kind": "gift"}]}, "no rule"),
        ({"components": [{"code": "a", "method": "band", "bands": [{"low": -1}]}]}, "negative"),
        ({"components": [{"code": "a", "method": "band", "bands": [{"low": 5, "high": 5}]}]}, "below"),
        ({"components": [{"code": "a", "method": "flat"}] * 2}, "Two parts"),
        ({"steps": [{"from_month": 2, "from_day": 30, "numerator": 1, "denominator": 2}]}, "no day"),
        ({"steps": [{"from_month": 2, "from_day": 3, "numerator": 3, "denominator": 2}]}, "no part"),
    ],
)  # fmt: skip
def test_a_draft_that_makes_no_sense_is_refused_with_the_place(stage, wrong, said):
    with pytest.raises(Invalid, match=said):
        draft(stage, wrong)
