"""What lists say in SQL is what the rules say, on every day."""

from datetime import date, timedelta

import pytest
from django_scopes import scope

from klynge.billing.actions import credit_invoices
from klynge.billing.models import Allocation, Invoice, Payment
from klynge.core.ranges import span
from klynge.core.selects import Select
from klynge.membership.actions import exclude_member, issue_dues_batch, plan_dues, release_dues_run, resign_membership
from klynge.membership.models import Membership
from klynge.membership.queries.memberships import organisations_that_may_join, status_on, with_status
from klynge.membership.queries.standing import standing_on, with_standing
from klynge.membership.rules.standing import standing
from tests import factories

DAYS = [
    date(2019, 12, 31),
    date(2020, 1, 1),
    date(2027, 1, 3),
    date(2027, 1, 4),
    date(2027, 3, 31),
    date(2027, 4, 1),
    date(2028, 1, 1),
    date(2031, 1, 1),
]


@pytest.fixture(autouse=True)
def _in_scope(world):
    with scope(cluster=world.nordlys):
        yield


def test_status_is_the_same_in_sql_and_in_the_rule_on_every_day(world):
    resigned, excluded, both, imported, upcoming = (factories.member(world.nordlys, world.ordinary, f"M{n} ApS", 3) for n in range(5))
    for member in (resigned, both):
        resign_membership(member, received_on=world.today, actor=world.astrid, at=world.noon)
    for member in (excluded, both):
        exclude_member(member, effective_on=date(2027, 4, 1), reason="moved", actor=world.astrid, at=world.noon)
    Membership.objects.filter(pk=imported.pk).update(during=span(date(2018, 1, 1), date(2027, 4, 1)))
    Membership.objects.filter(pk=upcoming.pk).update(during=span(date(2030, 1, 1)))
    for day in DAYS:
        rows = list(with_status(Membership.objects, day))
        assert {row.pk: row.status_on_day for row in rows} == {row.pk: status_on(row, day) for row in rows}
    assert {row.status_on_day for day in DAYS for row in with_status(Membership.objects, day)} == {"upcoming", "active", "leaving", "ended"}


@pytest.mark.parametrize(("day", "expected"), [(9, "invoiced"), (10, "invoiced"), (11, "overdue"), (70, "overdue"), (71, "suspended")])
def test_what_is_unpaid_is_overdue_the_day_after_and_suspended_after_the_grace(day, expected):
    start = date(2027, 1, 1)
    assert standing(is_billed=True, unpaid_since_on=start + timedelta(10), on_day=start + timedelta(day)) == expected


def test_who_owes_nothing_has_paid_or_was_never_billed():
    assert standing(is_billed=True, unpaid_since_on=None, on_day=date(2027, 1, 1)) == "paid"
    assert standing(is_billed=False, unpaid_since_on=None, on_day=date(2027, 1, 1)) == "nothing"


def bill_all(world):
    factories.a1_schedule(world.nordlys, world.dues)
    run = plan_dues(world.term, as_of=world.today, issue_on=world.today, actor=world.astrid, at=world.noon)
    release_dues_run(run, actor=world.frida, at=world.noon)
    issue_dues_batch(run, actor=world.frida, at=world.noon)
    return {invoice.organisation_id: invoice for invoice in Invoice.objects.order_by("id")}


def pay(world, invoice, minor):
    """A payment as such: what it does to the books is tested where payments are."""
    from klynge.ledger.models import Transaction

    entry = Transaction.objects.create(
        cluster=world.nordlys, reference=f"payment:{invoice.pk}:{minor}", effective_on=world.today, recorded_at=world.noon, text="Payment"
    )
    payment = Payment.objects.create(
        cluster=world.nordlys, organisation=invoice.organisation, received_on=world.today, amount_minor=minor, currency="DKK",
        reference=f"{invoice.pk}:{minor}", entry=entry,
    )  # fmt: skip
    Allocation.objects.create(payment=payment, invoice=invoice, amount_minor=minor, settled_on=world.today, made_at=world.noon)


def test_standing_is_the_same_in_sql_and_one_by_one(world):
    paid, partly, credited, owing = (factories.member(world.nordlys, world.ordinary, f"M{n} ApS", 3) for n in range(4))
    invoices = bill_all(world)  # Fjord has no size, so it is not billed
    pay(world, invoices[paid.organisation_id], invoices[paid.organisation_id].total_minor)
    pay(world, invoices[partly.organisation_id], 100)
    note = Select("SELECT %(id)s::bigint AS invoice_id", {"id": invoices[credited.organisation_id].pk})
    credit_invoices(world.nordlys, invoices=note, reason="Wrong", issued_on=world.today, actor=world.frida, at=world.noon)
    due = invoices[owing.organisation_id].due_on
    found = {}
    for day in (world.today - timedelta(1), world.today, due, due + timedelta(1), due + timedelta(60), due + timedelta(61)):
        rows = {row.organisation_id: row.standing_on_day for row in with_standing(Membership.objects, day)}
        assert rows == {pk: standing_on(world.nordlys, pk, on_day=day) for pk in rows}
        found[day] = [rows[member.organisation_id] for member in (paid, partly, credited, owing, world.fjord_membership)]
    assert list(found.values()) == [
        ["nothing"] * 5,
        *[["paid", "invoiced", "nothing", "invoiced", "nothing"]] * 2,
        *[["paid", "overdue", "nothing", "overdue", "nothing"]] * 2,
        ["paid", "suspended", "nothing", "suspended", "nothing"],
    ]


def test_whoever_is_no_member_dissolved_or_merged_may_join(world):
    havn = factories.company(world.nordlys, "Havn ApS")
    factories.company(world.nordlys, "Gone ApS", dissolved_on=date(2026, 1, 1))
    factories.company(world.nordlys, "Merged ApS", merged_into=havn)
    factories.company(world.havblik, "Theirs ApS")
    assert list(organisations_that_may_join(world.nordlys, on_day=world.today)) == [havn]
    exclude_member(world.fjord_membership, effective_on=world.today, reason="moved", actor=world.astrid, at=world.noon)
    assert list(organisations_that_may_join(world.nordlys, on_day=world.today)) == [world.fjord, havn]
