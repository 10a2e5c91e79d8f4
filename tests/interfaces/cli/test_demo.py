from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django_scopes import scopes_disabled
from stdnum.dk import cvr

from klynge.access.models import Cluster, User
from klynge.audit.models import AuditEvent
from klynge.billing.models import EntryMatch, Invoice, Payment
from klynge.billing.queries.worklist import KINDS
from klynge.directory.models import Organisation, Partnership, Subscription
from klynge.interfaces.cli.demo import play_once
from klynge.ledger.models import Posting
from klynge.membership.models import DuesLine, DuesRun, Membership, MembershipPeriod, NumberSeries
from klynge.membership.queries.desks import desks_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """Play it once for all tests of this file, each of which leaves it as it was; at the end it is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield list(play_once())
        transaction.set_rollback(True)


@pytest.fixture
def played(told):
    with scopes_disabled():
        yield told


def test_the_demo_is_the_cluster_that_the_product_was_made_for(played):
    nordlys = Cluster.objects.get(slug="nordlys")
    now = Membership.objects.filter(cluster=nordlys).active_on(date(2027, 1, 1))
    assert now.count() == 150
    assert Partnership.objects.filter(cluster=nordlys).count() == 4
    assert not now.filter(organisation__partnerships__isnull=False).exists()
    assert Subscription.objects.filter(cluster=nordlys).count() == 40
    assert nordlys.parent.children.count() == 3


def test_all_eight_categories_are_billed(played):
    periods = MembershipPeriod.objects.filter(term__label="2026", cluster__slug="nordlys")
    assert set(periods.values_list("band__position", flat=True)) == set(range(1, 9))


def test_every_cvr_number_has_a_valid_check_digit(played):
    numbers = Organisation.objects.exclude(cvr="").values_list("cvr", flat=True)
    clusters = Cluster.objects.values_list("cvr", flat=True)
    assert [number for number in (*numbers, *clusters) if not cvr.is_valid(number)] == []


def test_nobody_joined_before_it_was_founded_and_the_next_member_gets_a_fresh_number(played):
    assert not Membership.objects.filter(organisation__founded_on__gt=F("during__startswith")).exists()
    for cluster in Cluster.objects.exclude(parent=None):
        highest = Membership.objects.filter(cluster=cluster).aggregate(most=Max("member_no"))["most"]
        assert NumberSeries.objects.get(cluster=cluster).next_number == highest + 1


def test_the_waiting_plan_shows_every_kind_of_exception(played):
    lines = DuesLine.objects.filter(run__finished_at__isnull=True)
    found = {code for line in lines for code in line.exceptions}
    assert found >= {"no_size", "straddles", "unconfirmed_size", "no_billing_contact", "no_gln"}


def test_who_joins_during_the_year_pays_for_what_is_left_of_it(played):
    billed = MembershipPeriod.objects.filter(cluster__slug="nordlys", during__startswith__gt=F("term__during__startswith"))
    assert billed.exists()
    credited = Invoice.objects.filter(kind="credit_note").count()
    open_ones = Invoice.objects.filter(kind="invoice", allocations=None, credit_notes=None).count()
    assert credited == 1 and open_ones >= 10


def test_each_joining_has_somebody_who_recorded_it(played):
    nordlys = Cluster.objects.get(slug="nordlys")
    told = AuditEvent.objects.filter(cluster=nordlys, verb="membership.membership.joined").count()
    assert told == Membership.objects.filter(cluster=nordlys).count()


def test_the_books_of_ten_years_agree_with_the_invoices(played):
    invoiced = sum(Invoice.objects.filter(kind="invoice").values_list("total_minor", flat=True))
    paid = sum(Payment.objects.values_list("amount_minor", flat=True))
    owed = sum(p.amount_minor for p in Posting.objects.filter(debit__code__startswith="receivable"))
    received = sum(p.amount_minor for p in Posting.objects.filter(debit__code="bank"))
    assert (invoiced, paid) == (owed, received)
    assert 0 < paid < invoiced


def test_the_next_run_waits_for_the_visitor(played):
    run = DuesRun.objects.get(finished_at__isnull=True)
    assert run.term.label == "2027"
    assert not hasattr(run, "release")


def test_the_logins_are_told_and_a_second_play_changes_nothing(played):
    count = Organisation.objects.count()
    again = list(play_once())
    assert any("astrid@nordlys.example" in line for line in again)
    assert Organisation.objects.count() == count


def test_the_bank_told_of_november_and_something_waits_of_each_kind(played):
    states = Counter(EntryMatch.objects.values_list("state", flat=True))
    kinds = {kind: EntryMatch.objects.filter(condition, state="waiting").exists() for kind, (_label, condition) in KINDS.items()}
    assert states["booked"] >= 2 and states["waiting"] >= 5
    assert kinds == {"proposed": True, "unknown": True, "out": True, "returned": False}


def test_everybody_sees_the_public_site_and_its_member_sees_the_portal(played, client):
    assert "150 " in client.get("/nordlys/members/").content.decode()
    (desk,) = desks_of(User.objects.get(name="Bo Ågård"), at=timezone.now())
    assert desk.actor.may_for("portal.resign", desk.organisation.pk, cluster_id=desk.cluster.pk)
