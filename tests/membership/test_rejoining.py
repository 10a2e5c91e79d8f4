"""Who leaves and joins again within one term pays the year once, unless the schedule says otherwise."""

from datetime import UTC, date, datetime

import pytest
from django.db.models import F
from django_scopes import scope

from klynge.access.models import NoticeRule
from klynge.billing.actions import issue_credit_note
from klynge.billing.models import Invoice
from klynge.core.errors import Invalid
from klynge.core.ranges import span
from klynge.membership.actions import (
    copy_schedule,
    create_schedule,
    edit_schedule,
    exclude_member,
    free_credited_periods,
    issue_dues_batch,
    join_member,
    plan_dues,
    release_dues_run,
)
from klynge.membership.models import DuesLine, FeeRule, FeeSchedule, Membership, MembershipPeriod, Term
from tests import factories

OCTOBER = datetime(2027, 10, 4, 11, 0, tzinfo=UTC)


@pytest.fixture
def stage(world):
    """Fjord (35 employees, 6,500) leaves on 1 June and comes back on 1 September with 120 employees (16,000)."""
    with scope(cluster=world.nordlys):
        world.schedule = factories.a1_schedule(world.nordlys, world.dues)
        factories.size(world.fjord, 35)
        yield world


def issued(stage, at=None, term=None):
    at = at or stage.noon
    run = plan_dues(term or stage.term, as_of=at.date(), issue_on=at.date(), actor=stage.astrid, at=at)
    if DuesLine.objects.filter(run=run, state__in=["charge", "waive"]).exists():
        release_dues_run(run, actor=stage.frida, at=at)
        assert not issue_dues_batch(run, actor=stage.frida, at=at)
    return run


def left_and_back(stage, employees=120):
    by = {"actor": stage.astrid, "at": OCTOBER}
    stage.nordlys.notice_rule = NoticeRule.MONTHS
    exclude_member(stage.fjord_membership, effective_on=date(2027, 6, 1), reason="other", **by)
    factories.size(stage.fjord, employees, as_of=date(2027, 9, 1))
    return join_member(stage.nordlys, organisation=stage.fjord, type=stage.ordinary, joined_on=date(2027, 9, 1), **by)


def charged(membership):
    return list(MembershipPeriod.objects.filter(membership=membership, freed_at__isnull=True).values_list("net_minor", flat=True))


def words(membership):
    return MembershipPeriod.objects.get(membership=membership).assessment.words["en"]


def test_the_difference_is_charged_and_explained(stage):
    issued(stage)
    back = left_and_back(stage)
    issued(stage, OCTOBER)
    assert (charged(stage.fjord_membership), charged(back)) == ([6_500_00], [9_500_00])
    assert words(back)[-1] == (
        "DKK\xa06,500 were paid for this year already, by an earlier membership: DKK\xa016,000 becomes DKK\xa09,500."
    )
    assert Invoice.objects.get(net_minor=9_500_00).lines.get().net_minor == 9_500_00


def test_nothing_is_paid_back_when_the_new_fee_is_lower(stage):
    issued(stage)
    back = left_and_back(stage, 1)
    issued(stage, OCTOBER)
    assert (charged(back), Invoice.objects.count()) == ([0], 1)


def test_a_schedule_may_charge_anew(stage):
    FeeSchedule.objects.update(rejoining="anew")
    issued(stage)
    back = left_and_back(stage)
    issued(stage, OCTOBER)
    assert charged(back) == [16_000_00]


def test_a_credited_year_does_not_count(stage):
    issued(stage)
    note = issue_credit_note(Invoice.objects.get(), reason="Fejl", issued_on=stage.today, actor=stage.frida, at=stage.noon)
    free_credited_periods(stage.nordlys, credit_note_ids=[note.pk], actor=stage.frida, at=stage.noon)
    back = left_and_back(stage)
    issued(stage, OCTOBER)
    assert (charged(stage.fjord_membership), charged(back)) == ([16_000_00], [0])


def test_both_memberships_in_one_plan_pay_one_year_together(stage):
    factories.member(stage.nordlys, stage.ordinary, "Havn ApS", 120)
    FeeSchedule.objects.update(proration="quarter")
    back = left_and_back(stage)
    Membership.objects.filter(pk=back.pk).update(during=span(date(2027, 9, 1), date(2027, 10, 1)))
    again = Membership.objects.create(
        cluster=stage.nordlys, organisation=stage.fjord, type=stage.ordinary, member_no=1, during=span(date(2027, 11, 1))
    )
    issued(stage, datetime(2027, 11, 4, 11, 0, tzinfo=UTC))
    assert [charged(one) for one in (stage.fjord_membership, back, again)] == [[16_000_00], [0], [0]]
    assert sum(MembershipPeriod.objects.filter(membership__organisation=stage.fjord).values_list("net_minor", flat=True)) == 16_000_00


def test_planning_again_finds_everybody_billed(stage):
    left_and_back(stage)
    issued(stage, OCTOBER)
    run = issued(stage, OCTOBER)
    assert set(DuesLine.objects.filter(run=run).values_list("state", flat=True)) == {"billed"}


def test_the_cap_on_next_years_rise_looks_at_the_whole_years_fee_not_at_the_difference(stage):
    FeeRule.objects.create(schedule=stage.schedule, kind="cap_rise", label={"da": "Loft"}, parameters={"max_percent_bp": 1_000})
    issued(stage)
    back = left_and_back(stage)
    issued(stage, OCTOBER)
    following = Term.objects.create(cluster=stage.nordlys, label="2028", during=span(date(2028, 1, 1), date(2029, 1, 1)))
    factories.size(stage.fjord, 250, as_of=date(2027, 12, 1))
    issued(stage, datetime(2028, 1, 4, 11, 0, tzinfo=UTC), following)
    assert charged(back) == [17_600_00, 9_500_00]


def test_the_policy_follows_a_copy_and_stays_when_it_is_not_named(stage):
    by = {"actor": stage.astrid, "at": stage.noon}
    draft = create_schedule(stage.nordlys, code="new", name="Ny", spec={"rejoining": "anew"}, **by)
    assert edit_schedule(draft, spec={}, **by).rejoining == "anew"
    assert copy_schedule(draft, **by).rejoining == "anew"
    with pytest.raises(Invalid, match="joins again"):
        edit_schedule(draft, spec={"rejoining": "never"}, **by)
    assert FeeSchedule.objects.filter(rejoining="difference").exclude(pk=F("pk")).count() == 0
