from datetime import date

import pytest
from django_scopes import scopes_disabled
from stdnum.dk import cvr

from klynge.access.models import Cluster
from klynge.billing.models import Invoice, Payment
from klynge.directory.models import Organisation, Partnership, Subscription
from klynge.interfaces.cli.demo import play_once
from klynge.ledger.models import Posting
from klynge.membership.models import DuesRun, Membership, MembershipPeriod

pytestmark = pytest.mark.django_db


@pytest.fixture
def played():
    lines = list(play_once())
    with scopes_disabled():
        yield lines


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
    assert [number for number in numbers if not cvr.is_valid(number)] == []


def test_the_books_of_ten_years_agree_with_the_invoices(played):
    invoiced = sum(Invoice.objects.values_list("total_minor", flat=True))
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
