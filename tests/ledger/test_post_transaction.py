from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django_scopes import scope

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.ledger.actions import post_transaction, reverse_transaction
from klynge.ledger.models import Account, Posting, Transaction
from klynge.ledger.queries import balance, trial_balance
from klynge.ledger.rules import chart

MOVES = [("income:dues", "receivable:organisation:1", 1_000_00), ("vat:payable", "receivable:organisation:1", 250_00)]


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        yield world


def post(stage, reference="invoice:1", moves=MOVES, **options):
    given = {"effective_on": stage.today, "text": "Invoice 1", "actor": stage.astrid, "at": stage.noon} | options
    return post_transaction(stage.nordlys, reference=reference, moves=moves, **given)


def reverse(stage, booked, reference="credit_note:2", **options):
    given = {"effective_on": stage.today, "text": "Credit note 2", "actor": stage.astrid, "at": stage.noon} | options
    return reverse_transaction(booked, reference=reference, **given)


def test_a_transaction_moves_amounts_and_opens_the_accounts_it_needs(stage):
    post(stage)
    assert {a.code: (a.kind, a.name["da"]) for a in Account.objects.all()} == {
        "income:dues": ("income", "Kontingent"),
        "receivable:organisation:1": ("asset", "Tilgodehavende 1"),
        "vat:payable": ("liability", "Skyldig moms"),
    }
    assert [row.balance_minor for row in trial_balance(stage.nordlys)] == [1_000_00, 1_250_00, 250_00]


def test_debits_and_credits_are_always_the_same_sum(stage):
    post(stage)
    post(stage, "payment:1", [("receivable:organisation:1", "bank", 500_00)])
    rows = trial_balance(stage.nordlys)
    assert sum(row.debit_minor for row in rows) == sum(row.credit_minor for row in rows) == 1_750_00


def test_a_balance_is_known_for_any_day(stage):
    post(stage)
    post(stage, "payment:1", [("receivable:organisation:1", "bank", 500_00)], effective_on=date(2027, 2, 1))
    code = chart.receivable(1)
    assert [balance(stage.nordlys, code, on=on) for on in (date(2027, 1, 3), stage.today, date(2027, 2, 1), None)] == [
        0,
        1_250_00,
        750_00,
        750_00,
    ]
    assert balance(stage.nordlys, "income:none") == 0


def test_the_same_reference_is_booked_once(stage):
    post(stage)
    with pytest.raises(Conflict):
        post(stage)
    assert Transaction.objects.count() == 1


@pytest.mark.parametrize("moves", [[], [("income:dues", "bank", 0)], [("income:dues", "bank", -1)]])
def test_an_amount_that_is_not_above_zero_is_refused(stage, moves):
    with pytest.raises(Invalid):
        post(stage, moves=moves)
    assert not Transaction.objects.exists()


def test_the_database_refuses_a_move_within_one_account(stage):
    with pytest.raises(DatabaseError), transaction.atomic():
        post(stage, moves=[("bank", "bank", 1)])


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_a_stranger_and_a_member_book_and_reverse_nothing(stage, who):
    booked = post(stage)
    for attempt in (lambda: post(stage, "x", actor=getattr(stage, who)), lambda: reverse(stage, booked, actor=getattr(stage, who))):
        with pytest.raises(Refused):
            attempt()
    assert Transaction.objects.count() == 1


def test_a_reversal_leaves_every_balance_at_nothing_and_the_first_one_as_it_was(stage):
    booked = post(stage)
    reversal = reverse(stage, booked)
    assert (reversal.reverses, booked.postings.count()) == (booked, 2)
    assert {row.balance_minor for row in trial_balance(stage.nordlys)} == {0}


def test_a_transaction_is_reversed_once(stage):
    booked = post(stage)
    reverse(stage, booked)
    with pytest.raises(Conflict):
        reverse(stage, booked, "credit_note:3")


def test_nothing_is_reversed_before_it_happened(stage):
    with pytest.raises(Invalid):
        reverse(stage, post(stage), effective_on=date(2027, 1, 3))


def test_what_is_booked_can_be_neither_changed_nor_deleted(stage):
    post(stage)
    for attempt in (lambda: Posting.objects.update(amount_minor=1), lambda: Posting.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_an_account_says_by_its_code_what_it_is():
    assert chart.names_of("vat:import") == {"da": "Skyldig moms (import)", "en": "VAT payable (import)"}
    assert (chart.kind_of("expense:bank"), chart.names_of("prepayment:organisation:7")["en"]) == ("expense", "Prepaid 7")
    with pytest.raises(ValueError, match="no account"):
        chart.kind_of("cash")


def test_a_balance_is_positive_where_the_account_usually_stands():
    assert (chart.signed("asset", debits=3, credits=1), chart.signed("income", debits=1, credits=3)) == (2, 2)
