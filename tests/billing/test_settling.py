"""Money on account settles invoices, and is released again: nothing is changed, everything adds up."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django_scopes import scope

from klynge.audit.models import AuditEvent
from klynge.billing.actions import DraftLine, allocate_payment, issue_credit_note, issue_invoice, record_payment, release_allocation
from klynge.billing.models import Allocation
from klynge.billing.queries import InvoiceFilter, invoice_count, open_minor, standing
from klynge.billing.queries.settling import credits_of, invoices_to_settle, living_allocations, unallocated_minor
from klynge.core.errors import Conflict, HouseError, Invalid, Refused
from klynge.ledger.actions import close_books
from klynge.ledger.models import Transaction
from klynge.ledger.queries import balance
from tests import factories

LATER = date(2027, 2, 1)


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        world.other = factories.company(world.nordlys, "Ærø Net A/S")
        world.payment = record_payment(
            world.fjord, cluster=world.nordlys, amount_minor=2_000_00, received_on=world.today, reference="bank-1", **by(world)
        )
        world.invoice = invoiced(world, "a")
        yield world


def by(stage):
    return {"actor": stage.frida, "at": stage.noon}


def invoiced(stage, key, organisation=None, *, issued_on=None):
    on = issued_on or stage.today
    given = {"issued_on": on, "due_on": date(2027, 3, 3), "language": "da", **by(stage)}
    lines = [DraftLine(stage.dues, "Kontingent", 1_000_00)]
    return issue_invoice(organisation or stage.fjord, cluster=stage.nordlys, lines=lines, source_key=key, **given)


def used(stage, invoice=None, **options):
    return allocate_payment(stage.payment, invoice=invoice or stage.invoice, **({**by(stage), **options}))


def released(stage, allocation, reason="Forkert faktura", **options):
    return release_allocation(allocation, reason=reason, **({**by(stage), **options}))


def owed(stage, organisation):
    """What the books say, which must be what is open less what is on account."""
    found, booked = standing(stage.nordlys, organisation.pk, on=LATER), balance(stage.nordlys, f"receivable:organisation:{organisation.pk}")
    assert booked == found.open_minor - found.unallocated_minor
    return found.open_minor, found.unallocated_minor


def test_as_much_as_is_left_and_open_is_used(stage):
    assert used(stage).amount_minor == 1_250_00
    assert owed(stage, stage.fjord) == (0, 750_00)
    assert used(stage, invoiced(stage, "b")).amount_minor == 750_00
    assert (owed(stage, stage.fjord), list(credits_of(stage.nordlys, stage.fjord.pk, on=LATER))) == ((500_00, 0), [])


def test_a_part_can_be_used_and_more_later(stage):
    used(stage, amount_minor=100_00)
    used(stage, amount_minor=150_00)
    assert (open_minor(stage.invoice), unallocated_minor(stage.payment)) == (1_000_00, 1_750_00)
    assert [invoice.open_minor for invoice in invoices_to_settle(stage.nordlys, stage.fjord.pk)] == [1_000_00]


def test_within_one_organisation_nothing_is_booked(stage):
    before = Transaction.objects.count()
    released(stage, used(stage))
    assert Transaction.objects.count() == before


def test_an_invoice_of_a_later_day_is_settled_from_that_day(stage):
    allocation = used(stage, invoiced(stage, "later", issued_on=LATER))
    assert allocation.settled_on == LATER
    assert [standing(stage.nordlys, stage.fjord.pk, on=on).unallocated_minor for on in (stage.today, LATER)] == [2_000_00, 750_00]


def test_a_release_is_as_if_it_had_never_been_and_the_money_can_be_used_again(stage):
    allocation = used(stage)
    release = released(stage, allocation)
    assert (release.amount_minor, release.reverses, release.settled_on) == (-1_250_00, allocation, allocation.settled_on)
    assert (owed(stage, stage.fjord), list(living_allocations(stage.invoice))) == ((1_250_00, 2_000_00), [])
    again = used(stage)
    assert list(living_allocations(stage.invoice)) == [again]


def test_nothing_is_released_twice_or_without_a_reason(stage):
    allocation = used(stage)
    with pytest.raises(Invalid):
        released(stage, allocation, " ")
    release = released(stage, allocation)
    for one in (allocation, release):
        with pytest.raises(Conflict):
            released(stage, one)


def test_one_pays_for_another_only_when_that_is_said_and_the_books_move_it(stage):
    theirs = invoiced(stage, "theirs", stage.other)
    with pytest.raises(Invalid, match="another organisation"):
        used(stage, theirs)
    used(stage, theirs, pays_for_another=True)
    assert (owed(stage, stage.other), owed(stage, stage.fjord)) == ((0, 0), (1_250_00, 750_00))


def test_another_s_payment_is_moved_back_when_it_is_released_even_after_the_books_were_closed(stage):
    allocation = used(stage, invoiced(stage, "theirs", stage.other), pays_for_another=True)
    closing = stage.noon.replace(month=2)
    close_books(stage.nordlys, through_on=date(2027, 1, 31), actor=stage.frida, at=closing)
    assert released(stage, allocation, at=closing).entry.effective_on == LATER
    assert (owed(stage, stage.other), owed(stage, stage.fjord)) == ((1_250_00, 0), (1_250_00, 2_000_00))
    again = used(stage, allocation.invoice, pays_for_another=True, at=closing)
    assert (again.entry.effective_on, owed(stage, stage.other)) == (LATER, (0, 0))


@pytest.mark.parametrize(("amount", "wrong"), [(0, Invalid), (-1, Invalid), (1_250_01, Conflict), (2_000_01, Conflict)])
def test_not_more_than_is_left_and_open(stage, amount, wrong):
    with pytest.raises(wrong):
        used(stage, amount_minor=amount)
    assert not Allocation.objects.exists()


def test_a_payment_that_is_used_up_and_a_settled_invoice_are_told_apart(stage):
    used(stage)
    with pytest.raises(Conflict, match="2027-00001"):
        used(stage)
    used(stage, invoiced(stage, "b"))
    with pytest.raises(Conflict, match="bank-1"):
        used(stage, invoiced(stage, "c"))


def test_a_credit_note_and_another_currency_are_not_settled(stage):
    note = issue_credit_note(stage.invoice, reason="x", issued_on=stage.today, **by(stage))
    with pytest.raises(Invalid, match="credit note"):
        used(stage, note)
    with pytest.raises(Conflict):
        used(stage)
    stage.payment.currency = "EUR"
    with pytest.raises(Invalid, match="currency"):
        used(stage)


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_a_stranger_and_a_member_use_and_release_nothing(stage, who):
    with pytest.raises(Refused):
        used(stage, actor=getattr(stage, who))
    allocation = used(stage)
    with pytest.raises(Refused):
        released(stage, allocation, actor=getattr(stage, who))
    assert Allocation.objects.count() == 1


def test_both_are_told_in_the_log(stage):
    released(stage, used(stage))
    told = AuditEvent.objects.filter(verb__startswith="billing.payment.", subject_id=stage.payment.pk).order_by("id")
    assert [(each.verb, each.details.get("invoice"), each.details["amount_minor"]) for each in told][1:] == [
        ("billing.payment.allocated", "2027-00001", 1_250_00), ("billing.payment.released", "2027-00001", 1_250_00),
    ]  # fmt: skip


@pytest.mark.parametrize("amount", [2_000_01, 1_250_01])
def test_the_database_refuses_what_goes_beyond(stage, amount):
    with pytest.raises(IntegrityError, match="beyond"), transaction.atomic():
        Allocation.objects.create(
            payment=stage.payment, invoice=stage.invoice, amount_minor=amount, settled_on=stage.today, made_at=stage.noon
        )


def test_the_database_refuses_a_release_that_is_not_the_opposite(stage):
    allocation = used(stage)
    with pytest.raises(IntegrityError, match="differs"), transaction.atomic():
        Allocation.objects.create(
            payment=stage.payment, invoice=stage.invoice, amount_minor=-1, settled_on=stage.today, made_at=stage.noon, reverses=allocation
        )
    with pytest.raises(Exception, match="append|only ever added|changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE billing_allocation SET amount_minor = 1")


def test_a_payment_of_another_cluster_is_not_used_here(stage):
    with pytest.raises(HouseError):
        used(stage, actor=stage.dorte)


def test_an_invoice_whose_payment_was_released_is_listed_as_open_not_as_partly_paid(stage):
    released(stage, used(stage))
    listed = {state: invoice_count(stage.nordlys, InvoiceFilter(state=state), on=stage.today) for state in ("open", "partly_paid", "paid")}
    assert listed == {"open": 1, "partly_paid": 0, "paid": 0}
