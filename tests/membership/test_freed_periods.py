"""What a run has waived can be charged after the run is undone, like what it has invoiced."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django_scopes import scope

from klynge.audit.models import AuditEvent
from klynge.billing.models import Invoice
from klynge.membership.actions import issue_dues_batch, plan_dues, release_dues_run, undo_dues_run
from klynge.membership.models import DuesLine, MembershipPeriod, MembershipType
from tests import factories


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues)
        factories.size(world.fjord, 35)
        free = MembershipType.objects.create(cluster=world.nordlys, code="free", name={"da": "Gratis"}, is_free=True)
        world.guest = factories.member(world.nordlys, free, "Gæst ApS", 7)
        world.free = free
        yield world


def issued(stage):
    given = {"as_of": stage.today, "issue_on": stage.today, "at": stage.noon}
    run = plan_dues(stage.term, actor=stage.astrid, **given)
    release_dues_run(run, actor=stage.frida, at=stage.noon)
    assert not issue_dues_batch(run, actor=stage.frida, at=stage.noon)
    run.refresh_from_db()
    return run


def undone(stage, run):
    return undo_dues_run(run, reason="Forkert sats", actor=stage.frida, at=stage.noon)


def periods(membership):
    return list(MembershipPeriod.objects.filter(membership=membership).order_by("pk").values_list("net_minor", "freed_at"))


def test_an_undone_run_frees_what_it_waived_and_what_it_invoiced_at_once(stage):
    assert undone(stage, issued(stage)) == 1
    assert (periods(stage.guest), periods(stage.fjord_membership)) == ([(0, stage.noon)], [(6_500_00, stage.noon)])
    assert AuditEvent.objects.filter(verb="membership.dues_run.undone").get().details["waived"] == 1


def test_who_was_waived_by_mistake_is_charged_after_the_undoing(stage):
    run = issued(stage)
    MembershipType.objects.filter(pk=stage.free.pk).update(is_free=False)
    undone(stage, run)
    second = issued(stage)
    assert set(DuesLine.objects.filter(run=second).values_list("state", flat=True)) == {"charge"}
    assert periods(stage.guest) == [(0, stage.noon), (2_500_00, None)]
    assert Invoice.objects.filter(organisation=stage.guest.organisation, kind="invoice").count() == 1


def test_undoing_twice_leaves_the_later_run_alone(stage):
    first = issued(stage)
    undone(stage, first)
    issued(stage)
    assert undone(stage, first) == 0
    assert periods(stage.guest) == [(0, stage.noon), (0, None)]


def test_a_term_has_one_living_period_of_a_membership_and_a_credited_one_is_free(stage):
    issued(stage)
    with pytest.raises(IntegrityError, match="period_charged_once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO membership_membershipperiod (cluster_id, membership_id, term_id, during, assessment_id, net_minor, currency, charged_at) "
            "SELECT cluster_id, membership_id, term_id, %s::daterange, assessment_id, 0, 'DKK', now() FROM membership_membershipperiod LIMIT 1",
            [f"[{date(2027, 1, 1)},{date(2028, 1, 1)})"],
        )
    with pytest.raises(IntegrityError, match="period_credited_is_freed"), transaction.atomic():
        MembershipPeriod.objects.update(credit_note=Invoice.objects.first())
