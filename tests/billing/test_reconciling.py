"""The books beside the bank: every difference has a name, and what has none is told."""

from datetime import date, timedelta

import pytest
from django_scopes import scope

from klynge.banking.models import Statement
from klynge.billing.actions import record_payment, reverse_match, set_aside_entry
from klynge.billing.queries.reconciling import Unbacked, Unbooked, reconciliations
from klynge.ledger.actions import post_transaction
from tests.billing.bank import PAID, account, bank_file, by, came_in, fik, match_of, matched, owed

LAST = date(2026, 12, 31)


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        world.account = account(world)
        world.file = bank_file(world)
        yield world


def told(world, opening, closing, *, last=LAST):
    """Let the bank tell two balances."""
    facts = {"first_on": date(2026, 12, 1), "last_on": last, "opening_minor": opening, "closing_minor": closing}
    return Statement.objects.create(cluster=world.nordlys, account=world.account, file=world.file, **facts)


def report(world, on=LAST):
    (found,) = reconciliations(world.nordlys, on=on)
    return found


def test_bank_and_books_agree_when_every_entry_is_booked(stage):
    invoice = owed(stage)
    came_in(stage.account, **fik(invoice))
    told(stage, 0, 1_250_00)
    matched(stage)
    found = report(stage)
    assert (found.booked_minor, found.told_minor, found.difference_minor, found.is_equal) == (1_250_00, 1_250_00, 0, True)
    assert (found.unbooked, found.unbacked) == ((), ())


def test_what_stood_at_the_bank_when_the_books_began_is_no_difference(stage):
    came_in(stage.account, **fik(owed(stage)))
    told(stage, 50_000_00, 51_250_00)
    matched(stage)
    moves = [("income:primo", "bank", 50_000_00)]
    post_transaction(stage.nordlys, reference="primo", effective_on=date(2026, 1, 1), text="Primo", moves=moves, **by(stage))
    found = report(stage)
    assert (found.booked_minor, found.told_minor, found.difference_minor, found.is_equal) == (51_250_00, 51_250_00, 0, True)
    assert found.unbacked == (Unbacked(date(2026, 1, 1), "primo", "Primo", 50_000_00),)


def test_each_difference_has_a_name(stage):
    invoice = owed(stage)
    came_in(stage.account, **fik(invoice))
    came_in(stage.account, 77_00, payer_name="Nobody")
    wages = came_in(stage.account, -30_000_00, text="Løn")
    told(stage, 50_000_00, 50_000_00 + 1_250_00 + 77_00 - 30_000_00)
    matched(stage)
    came_in(stage.account, 5_00, text="Rente")
    set_aside_entry(match_of(wages), reason="wages", **by(stage))
    record_payment(stage.fjord, cluster=stage.nordlys, amount_minor=100_00, received_on=PAID, reference="hand-1", **by(stage))
    found = report(stage)
    assert found.unbooked == (Unbooked("waiting", "", 1, 77_00), Unbooked("unread", "", 1, 5_00), Unbooked("aside", "wages", 1, -30_000_00))
    assert [(one.on, one.reference, one.minor) for one in found.unbacked] == [(PAID, "payment:hand-1", 100_00)]
    assert (found.booked_minor, found.opening_minor, found.unbooked_minor, found.unbacked_minor) == (
        1_350_00,
        50_000_00,
        -29_918_00,
        100_00,
    )
    assert (found.expected_minor, found.told_minor, found.difference_minor) == (21_332_00, 21_327_00, -5_00)
    assert found.told[0].missing_minor == -5_00  # the interest came after the balance was told, on a day before it


def test_a_day_in_the_past_counts_what_was_booked_by_then(stage):
    came_in(stage.account, **fik(owed(stage)))
    matched(stage)
    before = report(stage, on=PAID - timedelta(days=1))
    assert (before.booked_minor, before.told_minor, before.unbooked, before.difference_minor) == (0, 0, (), 0)
    assert (report(stage, on=PAID).booked_minor, report(stage, on=PAID).told_minor) == (1_250_00, 1_250_00)


def test_what_was_reversed_is_an_entry_to_book_again_and_no_posting(stage):
    entry = came_in(stage.account, **fik(owed(stage)))
    matched(stage)
    reverse_match(match_of(entry), reason="Forkert", **by(stage))
    found = report(stage, on=date(2027, 1, 31))
    assert (found.booked_minor, found.unbacked, found.difference_minor) == (0, (), 0)
    assert found.unbooked == (Unbooked("waiting", "", 1, 1_250_00),)


def test_a_statement_that_never_came_in_is_a_difference(stage):
    came_in(stage.account, 100_00, payer_name="Nobody")
    told(stage, 0, 300_00)
    found = report(stage)
    assert (found.told_minor, found.expected_minor, found.difference_minor, found.told[0].missing_minor) == (300_00, 100_00, 200_00, 200_00)


def test_accounts_behind_one_account_of_the_books_are_one_report_and_foreign_ones_are_none(stage):
    other = account(stage, identifier="DK2600400440116251", name="Opsparing")
    euro = account(stage, identifier="DK0400400440116268", name="Euro")
    type(euro).objects.filter(pk=euro.pk).update(currency="EUR")
    came_in(stage.account, 100_00, payer_name="Nobody")
    came_in(other, 11_00, payer_name="Nobody")
    found = report(stage)
    assert [one.account.name for one in found.told] == ["Drift", "Opsparing"]
    assert (found.told_minor, found.unbooked_minor, found.difference_minor) == (111_00, 111_00, 0)
