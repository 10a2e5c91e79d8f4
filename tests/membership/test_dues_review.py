"""Dues where two terms, two schedules or two runs meet: nobody pays twice, nobody pays another year's price."""

from datetime import UTC, date, datetime

import pytest
from django_scopes import scope

from klynge.access.models import Cluster
from klynge.billing.actions import issue_credit_note
from klynge.billing.models import FeeStatusChange, Invoice, Product
from klynge.core.errors import Invalid
from klynge.core.ranges import span
from klynge.directory.actions import merge_organisations
from klynge.directory.models import ContactRole
from klynge.membership.actions import follow_merger, free_credited_periods, issue_dues_batch, plan_dues, release_dues_run, undo_dues_run
from klynge.membership.models import (
    DuesLine,
    FeeBand,
    FeeSchedule,
    Membership,
    MembershipPeriod,
    MembershipType,
    MembershipTypeChange,
    PersonalAdjustment,
    ScheduleStatus,
    Term,
)
from klynge.membership.rules.facts import Facts
from klynge.membership.rules.pricing import price
from klynge.membership.rules.schedule import CAP_RISE, FLAT, Component, FeeRule, Schedule
from tests import factories

DECEMBER = datetime(2027, 12, 1, 11, 0, tzinfo=UTC)
FIRST = DECEMBER.date()


@pytest.fixture
def stage(world):
    """Fjord is a member since long ago; Sen joined so late in 2027 that 2028 is to be paid at once."""
    with scope(cluster=world.nordlys):
        world.schedule = factories.a1_schedule(world.nordlys, world.dues, bills_next_year_from="11-15")
        world.following = Term.objects.create(cluster=world.nordlys, label="2028", during=span(date(2028, 1, 1), date(2029, 1, 1)))
        factories.size(world.fjord, 35)
        world.late = factories.member(world.nordlys, world.ordinary, "Sen ApS", 7, joined_on=date(2027, 11, 20))
        yield world


def planned(stage, term=None, **options):
    given = {"as_of": FIRST, "issue_on": FIRST, "actor": stage.astrid, "at": DECEMBER} | options
    return plan_dues(term or stage.term, **given)


def released(stage, term=None, **options):
    run = planned(stage, term, **options)
    release_dues_run(run, actor=stage.frida, at=DECEMBER)
    return run


def issued(stage, run):
    while issue_dues_batch(run, actor=stage.frida, at=DECEMBER):
        pass
    run.refresh_from_db()
    return run


def paid(membership):
    periods = MembershipPeriod.objects.filter(membership=membership, freed_at__isnull=True).order_by("term__during")
    return [(period.term.label, period.net_minor) for period in periods]


def credit(stage, invoice):
    note = issue_credit_note(invoice, reason="Fejl", issued_on=FIRST, actor=stage.frida, at=DECEMBER)
    free_credited_periods(stage.nordlys, credit_note_ids=[note.pk], actor=stage.frida, at=DECEMBER)


def test_who_joins_late_pays_both_years_on_one_invoice(stage):
    issued(stage, released(stage))
    assert paid(stage.late) == [("2027", 2_500_00), ("2028", 2_500_00)]
    assert Invoice.objects.get(organisation=stage.late.organisation).net_minor == 5_000_00


def test_who_paid_next_year_already_pays_only_this_year(stage):
    issued(stage, released(stage, stage.following))
    issued(stage, released(stage))
    assert paid(stage.late) == [("2027", 2_500_00), ("2028", 2_500_00)]
    assert Invoice.objects.filter(organisation=stage.late.organisation).count() == 2


def test_next_year_billed_between_plan_and_issue_does_not_stop_the_run(stage):
    run = released(stage)
    issued(stage, released(stage, stage.following))
    issued(stage, run)
    assert run.finished_at and paid(stage.fjord_membership) == [("2027", 6_500_00), ("2028", 6_500_00)]
    issued(stage, released(stage))
    assert paid(stage.late) == [("2027", 2_500_00), ("2028", 2_500_00)]


@pytest.mark.parametrize("is_planned", [False, True])
def test_who_leaves_at_new_year_does_not_pay_next_year(stage, is_planned):
    run = released(stage) if is_planned else None
    Membership.objects.filter(pk=stage.late.pk).update(during=span(date(2027, 11, 20), date(2028, 1, 1)))
    issued(stage, run or released(stage))
    if is_planned:
        issued(stage, released(stage))
    assert paid(stage.late) == [("2027", 2_500_00)]


def test_next_years_price_is_next_years(stage):
    dearer = factories.a1_schedule(stage.nordlys, stage.dues, effective_on=date(2028, 1, 1), version=2)
    FeeBand.objects.filter(component__schedule=dearer, low=5).update(amount_minor=3_000_00)
    issued(stage, released(stage))
    assert paid(stage.late) == [("2027", 2_500_00), ("2028", 3_000_00)]


def test_next_year_waits_when_it_is_another_type_or_another_agreement(stage):
    core = MembershipType.objects.create(cluster=stage.nordlys, code="core", name={"da": "Kerne"}, is_free=True)
    MembershipTypeChange.objects.create(membership=stage.late, type=core, from_on=date(2028, 1, 1))
    agreed = factories.member(stage.nordlys, stage.ordinary, "Aftale ApS", 7, joined_on=date(2027, 11, 20))
    PersonalAdjustment.objects.create(
        membership=agreed, fixed_minor=100_00, reason="Start", during=span(date(2027, 11, 1), date(2028, 1, 1)), approved_by="Frida", approved_at=DECEMBER
    )  # fmt: skip
    issued(stage, released(stage))
    assert (paid(stage.late), paid(agreed)) == ([("2027", 2_500_00)], [("2027", 100_00)])
    issued(stage, released(stage, stage.following))
    assert (paid(stage.late)[1:], paid(agreed)[1:]) == ([("2028", 0)], [("2028", 2_500_00)])


def test_undoing_a_run_leaves_the_invoices_of_later_runs(stage):
    first = issued(stage, released(stage))
    credit(stage, Invoice.objects.get(organisation=stage.fjord))
    issued(stage, released(stage))
    assert undo_dues_run(first, reason="Forkert sats", actor=stage.frida, at=DECEMBER) == 1
    assert paid(stage.fjord_membership) == [("2027", 6_500_00)]
    assert Invoice.objects.filter(credits__isnull=False, organisation=stage.fjord).count() == 1


def test_an_undone_run_can_be_billed_anew_without_gaps(stage):
    first = issued(stage, released(stage))
    assert undo_dues_run(first, reason="Forkert sats", actor=stage.frida, at=DECEMBER) == 2
    notes = list(Invoice.objects.filter(kind="credit_note").values_list("pk", flat=True))
    free_credited_periods(stage.nordlys, credit_note_ids=notes, actor=stage.frida, at=DECEMBER)
    assert undo_dues_run(first, reason="Igen", actor=stage.frida, at=DECEMBER) == 0
    issued(stage, released(stage))
    assert sorted(Invoice.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_a_contact_who_is_gone_on_the_day_of_the_invoice_is_told(stage):
    ContactRole.objects.filter(organisation=stage.late.organisation).update(during=span(date(2015, 1, 1), date(2027, 12, 15)))
    run = planned(stage, issue_on=date(2028, 1, 3))
    assert DuesLine.objects.get(run=run, membership=stage.late).exceptions == ["no_billing_contact"]


def test_a_cluster_that_can_not_invoice_is_told_before_the_release(stage):
    run = planned(stage)
    Cluster.objects.filter(pk=stage.nordlys.pk).update(street="")
    with pytest.raises(Invalid, match="address"):
        release_dues_run(run, actor=stage.frida, at=DECEMBER)


def test_another_code_on_the_product_does_not_get_round_the_introduction_of_dues(stage):
    FeeStatusChange.objects.all().delete()
    Product.objects.filter(pk=stage.dues.pk).update(code="kontingent")
    with pytest.raises(Invalid, match="introduced dues"):
        planned(stage)


def test_invoices_of_the_past_are_not_planned(stage):
    with pytest.raises(Invalid, match="1 December 2026"):
        planned(stage, issue_on=date(2026, 12, 1))


@pytest.mark.parametrize("wrong", ["draft", "another cluster's"])
def test_only_an_adopted_schedule_of_the_cluster_prices_a_run(stage, wrong):
    if wrong == "draft":
        FeeSchedule.objects.filter(pk=stage.schedule.pk).update(status=ScheduleStatus.DRAFT)
    else:
        FeeSchedule.objects.filter(pk=stage.schedule.pk).update(cluster=stage.havblik)
        stage.schedule.cluster_id = stage.havblik.pk
    stage.schedule.status = ScheduleStatus.DRAFT if wrong == "draft" else ScheduleStatus.ADOPTED
    with pytest.raises(Invalid):
        planned(stage, schedule=stage.schedule)


def test_a_cap_on_the_rise_compares_like_with_like_where_prices_include_vat():
    fee = Component(code="fee", method=FLAT, parameters={"amount_minor": 12_500_00})
    schedule = Schedule(components=(fee,), is_vat_included=True, fee_rules=(FeeRule(CAP_RISE, {}, {"max_percent_bp": 1_000}),))
    facts = Facts(date(2027, 1, 1), date(2028, 1, 1), last_net_minor=8_000_00)
    assert price(schedule, facts).net_minor == 8_800_00


@pytest.mark.parametrize("is_planned", [False, True])
def test_a_place_that_a_merger_hands_on_is_paid_once_a_year(stage, is_planned):
    gone = factories.member(stage.nordlys, stage.ordinary, "Bugt ApS", 7)
    heir = factories.company(stage.nordlys, "Havn ApS")
    factories.size(heir, 7)
    run = released(stage) if is_planned else None
    merger = merge_organisations(
        stage.nordlys, survivor=heir, loser=gone.organisation, effective_on=date(2027, 12, 1), actor=stage.astrid, at=DECEMBER
    )
    made = follow_merger(merger, actor=stage.astrid, at=DECEMBER).made
    issued(stage, run or released(stage))
    assert (paid(gone), paid(made)) == ([("2027", 2_500_00)], [])
    assert DuesLine.objects.get(run=planned(stage), membership=made).state == "billed"
    issued(stage, released(stage, stage.following))
    assert (paid(gone)[1:], paid(made)) == ([], [("2028", 2_500_00)])
