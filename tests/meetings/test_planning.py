"""A day from wishes to the plan that holds: planned, published, planned anew around what is confirmed, and back again."""

import pytest

from klynge.audit.models import AuditEvent
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.meetings import actions
from klynge.meetings.models import MeetingPlan, PlannedMeeting, Planning
from klynge.meetings.queries.instance import current_plan
from klynge.meetings.queries.versions import faults_of
from klynge.meetings.tasks import search_plan


def planned(stage, **options):
    planning = actions.order_planning(stage.day, **{"keeps_confirmed": True} | options, **stage.by)
    search_plan(stage.world.nordlys.pk, planning.pk)
    planning.refresh_from_db()
    return planning


def test_wishes_become_a_plan_without_faults_and_proved(stage):
    stage.wish(0, g1="must", g2="meet", g3="meet")
    stage.wish(1, g2="meet", g4="no")
    stage.wish(4, g1="must", g5="meet")
    planning = planned(stage)

    pairs = {(m.one.organisation.name, m.other.organisation.name, m.is_must) for m in planning.plan.meetings.all() if m.slot_id}
    assert pairs == {
        ("Fjord Data ApS", "Firma 1", True), ("Fjord Data ApS", "Firma 2", False), ("Fjord Data ApS", "Firma 3", False),
        ("Firma 1", "Firma 2", False), ("Firma 4", "Firma 5", False),
    }  # fmt: skip
    assert planning.plan.proved == ["musts_missing", "short", "missing", "breaks", "worst", "idle"]
    assert planning.plan.score | {"table_changes": 0} == dict.fromkeys(planning.plan.score, 0)
    assert faults_of(planning.plan) == []
    assert planning.steps.count() >= 1


def test_who_is_wanted_too_often_keeps_the_must_and_the_rest_is_explained(stage):
    stage.wish(0, g1="must", g2="meet", g3="meet")
    actions.change_participant(stage.guests[0], people=[], least=0, most=1, stand="", **stage.by)
    plan = planned(stage).plan

    assert [m.other_id for m in plan.meetings.held()] == [stage.guests[1].pk]
    left = plan.meetings.filter(slot__isnull=True).first()
    assert left.reason == {"kind": "enough", "guest": stage.guests[0].pk, "wanted": 1, "free": 0}


def test_a_confirmed_meeting_stays_when_the_day_is_planned_anew_and_the_older_version_can_come_back(stage):
    stage.wish(0, g1="meet", g2="meet")
    first = planned(stage).plan
    actions.publish_plan(first, **stage.by)
    kept = actions.confirm_meeting(first.meetings.held().get(other=stage.guests[2]), **stage.by)

    stage.wish(0, g3="must")
    second = planned(stage).plan
    actions.publish_plan(second, **stage.by)
    assert current_plan(stage.day) == second
    again = second.meetings.get(other=stage.guests[2])
    assert (again.slot_id, again.table, again.confirmed_at) == (kept.slot_id, kept.table, kept.confirmed_at)

    actions.publish_plan(first, **stage.by)
    assert current_plan(stage.day) == first


def test_a_version_that_does_not_hold_any_more_is_not_published(stage):
    stage.wish(0, g1="meet")
    plan = planned(stage).plan
    actions.set_wishes(stage.guests[1], marks={}, away={plan.meetings.get().slot_id}, **stage.by)

    with pytest.raises(Conflict, match=r"away|væk"):
        actions.publish_plan(plan, **stage.by)


def test_planning_is_refused_while_it_runs_while_wishes_are_open_and_without_wishes(stage):
    with pytest.raises(Invalid):
        actions.order_planning(stage.day, keeps_confirmed=True, **stage.by)
    stage.wish(0, g1="meet")
    actions.open_wishes(stage.day, **stage.by)
    with pytest.raises(Conflict):
        actions.order_planning(stage.day, keeps_confirmed=True, **stage.by)
    actions.lock_wishes(stage.day, **stage.by)
    actions.order_planning(stage.day, keeps_confirmed=True, **stage.by)
    with pytest.raises(Conflict):
        actions.order_planning(stage.day, keeps_confirmed=True, **stage.by)
    assert Planning.objects.filter(day=stage.day).count() == 1


def test_a_search_that_was_cut_off_goes_on_from_the_best_it_had(stage):
    stage.wish(0, g1="meet")
    planning = actions.order_planning(stage.day, keeps_confirmed=True, **stage.by)
    planning.pairs, planning.slots = [[stage.guests[0].pk, stage.guests[1].pk]], [3]
    planning.save()
    search_plan(stage.world.nordlys.pk, planning.pk)
    search_plan(stage.world.nordlys.pk, planning.pk)

    assert MeetingPlan.objects.filter(day=stage.day).count() == 1
    assert PlannedMeeting.objects.get().slot == stage.slots[3]


def test_a_stranger_may_not_plan_or_publish(stage):
    stage.wish(0, g1="meet")
    plan = planned(stage).plan
    dorte = {"actor": stage.world.dorte, "at": stage.world.noon}
    with pytest.raises(Refused):
        actions.order_planning(stage.day, keeps_confirmed=True, **dorte)
    with pytest.raises(Refused):
        actions.publish_plan(plan, **dorte)
    assert AuditEvent.objects.filter(verb="meetings.plan.published").count() == 0
