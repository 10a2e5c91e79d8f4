from datetime import date

import pytest
from django.db import connection
from django_scopes import scope

from klynge.billing.models import FeeStatusChange, Invoice
from klynge.billing.rules.vat import vat_of
from klynge.core.errors import Conflict, HouseError, Refused
from klynge.core.ranges import span
from klynge.ledger.models import Posting
from klynge.membership.actions import issue_dues_batch, plan_dues, release_dues_run
from klynge.membership.models import Membership, MembershipPeriod
from tests import factories


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        world.schedule = factories.a1_schedule(world.nordlys, world.dues)
        factories.size(world.fjord, 35)
        for number, employees in enumerate((1, 7, 250), 1):
            factories.member(world.nordlys, world.ordinary, f"Medlem {number}", employees, language="en" if number == 2 else "da")
        yield world


def released(stage, **options):
    given = {"as_of": stage.today, "issue_on": stage.today, "actor": stage.astrid, "at": stage.noon} | options
    run = plan_dues(stage.term, **given)
    release_dues_run(run, actor=stage.frida, at=stage.noon)
    return run


def issue_all(stage, run, size=2):
    while issue_dues_batch(run, actor=stage.frida, at=stage.noon, size=size):
        pass
    run.refresh_from_db()
    return run


def test_every_member_gets_one_correct_invoice(stage):
    issue_all(stage, released(stage))
    amounts = {i.organisation.name: (i.net_minor, i.vat_minor, i.total_minor) for i in Invoice.objects.all()}
    assert amounts == {
        "Fjord Data ApS": (6_500_00, 1_625_00, 8_125_00),
        "Medlem 1": (1_000_00, 250_00, 1_250_00),
        "Medlem 2": (2_500_00, 625_00, 3_125_00),
        "Medlem 3": (25_000_00, 6_250_00, 31_250_00),
    }
    assert all(vat_of(net, rate_bp=2500) == vat for net, vat, _ in amounts.values())


def test_numbers_have_no_gaps_across_batches(stage):
    issue_all(stage, released(stage), size=1)
    assert sorted(Invoice.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]
    assert Invoice.objects.get(serial=1).number == "2027-00001"


def test_the_books_show_what_was_invoiced(stage):
    issue_all(stage, released(stage))
    moved = {p.credit.code: 0 for p in Posting.objects.select_related("credit")}
    for posting in Posting.objects.select_related("credit"):
        moved[posting.credit.code] += posting.amount_minor
    assert moved == {"income:dues": 35_000_00, "vat:payable": 8_750_00}


def test_the_period_is_frozen_with_what_made_it(stage):
    run = issue_all(stage, released(stage))
    period = MembershipPeriod.objects.get(membership=stage.fjord_membership)
    assert (period.net_minor, period.during, period.band.low) == (6_500_00, stage.term.during, 20)
    assert period.invoice.source_key == f"dues:{run.term_id}:{stage.fjord_membership.pk}:0"


def test_the_invoice_speaks_the_readers_language_and_says_why(stage):
    issue_all(stage, released(stage))
    danish = Invoice.objects.get(organisation__name="Medlem 1").lines.get()
    english = Invoice.objects.get(organisation__name="Medlem 2").lines.get()
    assert (danish.text, english.text) == ("Kontingent 2027", "Membership dues 2027")
    assert "7" in english.note


def test_a_second_run_bills_newcomers_only(stage):
    issue_all(stage, released(stage))
    factories.member(stage.nordlys, stage.ordinary, "Ny ApS", 3)
    issue_all(stage, released(stage))
    assert Invoice.objects.count() == 5
    assert MembershipPeriod.objects.count() == 5


def test_a_member_who_left_between_plan_and_issue_is_not_billed(stage):
    run = released(stage)
    Membership.objects.filter(organisation__name="Medlem 3").update(during=span(date(2020, 1, 1), date(2027, 1, 1)))
    issue_all(stage, run)
    assert not Invoice.objects.filter(organisation__name="Medlem 3").exists()


def test_the_planner_may_not_release(stage):
    run = plan_dues(stage.term, as_of=stage.today, issue_on=stage.today, actor=stage.astrid, at=stage.noon)
    with pytest.raises(Refused):
        release_dues_run(run, actor=stage.astrid, at=stage.noon)
    with pytest.raises(Conflict):
        issue_dues_batch(run, actor=stage.frida, at=stage.noon)


def test_no_dues_before_they_were_introduced(stage):
    FeeStatusChange.objects.update(from_on=date(2027, 2, 1))
    with pytest.raises(HouseError):
        issue_all(stage, released(stage))
    assert not Invoice.objects.exists()


def test_the_number_of_queries_does_not_depend_on_the_number_of_members(stage):
    def queries(run):
        seen = []
        with connection.execute_wrapper(
            lambda execute, sql, params, many, context: (seen.append(sql), execute(sql, params, many, context))[1]
        ):
            issue_dues_batch(run, actor=stage.frida, at=stage.noon)
        return len(seen)

    four = queries(released(stage))
    for number in range(20):
        factories.member(stage.nordlys, stage.ordinary, f"Flere {number}", number)
    assert queries(released(stage)) == four
