"""Entries of the bank find what they pay: certain ones are booked, the others wait with a reason."""

import json
import sys
from datetime import date, timedelta

import pytest
from django.db import connection
from django_scopes import scope

from klynge.audit.models import AuditEvent
from klynge.billing import tasks
from klynge.billing.actions import choose_match, issue_credit_note, record_payment, reverse_match
from klynge.billing.models import Allocation, EntryMatch, Payment
from klynge.billing.queries import open_minor
from klynge.core.errors import Refused
from klynge.ledger.actions import close_books
from klynge.ledger.models import Transaction
from klynge.ledger.queries import balance
from tests import factories
from tests.billing.bank import PAID, account, bank_file, by, came_in, fik, match_of, matched, owed


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        world.account, world.other = account(world), factories.company(world.nordlys, "Ærø Net A/S")
        bank_file(world)
        yield world


def stands(entry):
    """Return where an entry stands, in short."""
    match = match_of(entry)
    return match.state, match.certainty, match.reasons


def test_a_certain_entry_is_booked_and_settles_its_invoice(stage):
    invoice = owed(stage)
    entry = came_in(stage.account, **fik(invoice))
    assert (matched(stage).booked, open_minor(invoice)) == (1, 0)
    payment = Payment.objects.get()
    assert stands(entry) == ("booked", "certain", ["reference", "amount"])
    assert (payment.reference, payment.received_on, payment.organisation, payment.match.entry) == (
        f"bank:{entry.pk}",
        PAID,
        stage.fjord,
        entry,
    )
    assert (balance(stage.nordlys, "bank"), balance(stage.nordlys, f"receivable:organisation:{stage.fjord.pk}")) == (1_250_00, 0)
    decision = match_of(entry).decisions.get()
    assert (decision.kind, decision.is_automatic, decision.made_by) == ("booked", True, "Frida Juhl")


def test_what_is_not_certain_waits_with_its_reasons(stage):
    invoice = owed(stage)
    too_much = came_in(stage.account, 1_300_00, **fik(invoice))
    nobody, wages = came_in(stage.account, 77_00, payer_name="Nobody"), came_in(stage.account, -30_000_00, text="Løn")
    assert (matched(stage).booked, Payment.objects.count()) == (0, 0)
    assert stands(too_much) == ("waiting", "likely", ["reference", "too_much"])
    assert (match_of(too_much).parts, match_of(too_much).surplus_minor) == ([[invoice.pk, 1_250_00]], 50_00)
    assert (stands(nobody), stands(wages)) == (("waiting", "open", ["unknown"]), ("waiting", "open", ["money_out"]))


def test_a_foreign_account_and_days_ahead_are_left_alone(stage):
    euro = came_in(account(stage, "DK5000400440116244", "Euro"), currency="EUR", **fik(owed(stage)))
    ahead = came_in(stage.account, on=stage.today + timedelta(1), **fik(owed(stage)))
    assert matched(stage).booked == 0
    assert stands(euro) == ("waiting", "open", ["currency"])
    assert not EntryMatch.objects.filter(entry=ahead).exists()


def test_running_again_changes_nothing_and_writes_nothing(stage):
    came_in(stage.account, **fik(owed(stage)))
    came_in(stage.account, 77_00)
    matched(stage)
    before = AuditEvent.objects.count()
    again = matched(stage)
    assert (again.entries, again.booked, Payment.objects.count(), AuditEvent.objects.count()) == (1, 0, 1, before)


def test_what_waits_is_looked_at_again_when_an_invoice_came(stage):
    entry = came_in(stage.account, payer_name="Fjord Data ApS", text="kontingent")
    assert (matched(stage).booked, match_of(entry).reasons) == (0, ["name", "nothing_open"])
    owed(stage)
    assert matched(stage).booked == 1


def test_several_invoices_and_two_identical_payments(stage):
    first, second = owed(stage), owed(stage, net_minor=400_00)
    both = came_in(stage.account, 1_750_00, **fik(first))
    twice = [came_in(stage.account, **fik(owed(stage, stage.other))) for _ in range(1)]
    twice.append(came_in(stage.account, **{name: getattr(twice[0], name) for name in ("reference_kind", "reference")}))
    assert (matched(stage).booked, open_minor(first), open_minor(second)) == (2, 0, 0)
    assert sorted(match_of(both).parts) == [[first.pk, 1_250_00], [second.pk, 500_00]]
    assert [stands(one)[::2] for one in twice] == [("booked", ["reference", "amount"]), ("waiting", ["paid_before"])]


def test_settled_and_credited_elsewhere_between_two_batches_is_seen(stage, monkeypatch):
    monkeypatch.setattr(sys.modules["klynge.billing.actions.match_entries"], "AT_A_TIME", 1)
    paid, credited = owed(stage), owed(stage, stage.other)
    record_payment(
        stage.fjord, cluster=stage.nordlys, amount_minor=1_250_00, received_on=PAID, reference="by hand", invoice=paid, **by(stage)
    )
    issue_credit_note(credited, reason="Fejl", issued_on=stage.today, **by(stage))
    entries = [came_in(stage.account, **fik(one)) for one in (paid, credited)]
    assert (matched(stage).booked, [match_of(one).reasons for one in entries]) == (0, [["paid_before"], ["credited"]])


def test_on_a_closed_day_the_books_take_the_first_open_one(stage):
    close_books(stage.nordlys, through_on=date(2026, 12, 31), **by(stage))
    came_in(stage.account, **fik(owed_before_closing := owed_open(stage)))
    assert (matched(stage).booked, open_minor(owed_before_closing)) == (1, 0)
    assert (Payment.objects.get().received_on, Transaction.objects.get(reference__startswith="payment:").effective_on) == (
        PAID,
        date(2027, 1, 1),
    )


def owed_open(stage):
    """An invoice of an open day: after the closing."""
    from klynge.billing.actions import DraftLine, issue_invoice

    days = {"issued_on": stage.today, "due_on": stage.today, "language": "da"}
    return issue_invoice(
        stage.fjord, cluster=stage.nordlys, lines=[DraftLine(stage.dues, "Kontingent", 1_000_00)], source_key="late", **days, **by(stage)
    )


def test_an_account_of_its_own_is_booked_on_its_own(stage):
    savings = account(stage, "DK5000400440116244", "Opsparing", ledger_code="bank:savings")
    came_in(savings, **fik(owed(stage)))
    matched(stage)
    assert (balance(stage.nordlys, "bank"), balance(stage.nordlys, "bank:savings")) == (0, 1_250_00)


def test_an_account_is_learnt_when_a_person_says_so_or_its_name_fits(stage):
    told = came_in(stage.account, 10_00, payer_account="DK01", payer_name="Revisor Olsen")
    came_in(stage.account, **fik(owed(stage), payer_account="DK02", payer_name="FJORD DATA APS"))
    came_in(stage.account, **fik(owed(stage, stage.other), payer_account="DK03", payer_name="Bogholderiet"))
    matched(stage)
    choose_match(match_of(told), payer=stage.fjord, parts=[], **by(stage))
    again = [came_in(stage.account, 250_00, payer_account=f"DK0{number}") for number in (1, 2, 3)]
    owed(stage, net_minor=200_00), owed(stage, stage.other, net_minor=200_00)
    matched(stage)
    assert [stands(one)[0] for one in again] == ["booked", "waiting", "waiting"]
    assert [match_of(one).reasons[0] for one in again] == ["account", "account", "unknown"]


def test_what_a_person_took_back_is_never_booked_by_itself_again(stage):
    invoice = owed(stage)
    entry = came_in(stage.account, **fik(invoice))
    matched(stage)
    reverse_match(match_of(entry), reason="Forkert", **by(stage))
    assert matched(stage).booked == 0
    assert (stands(entry), open_minor(invoice)) == (("waiting", "certain", ["reference", "amount"]), 1_250_00)


def test_proposing_alone_books_nothing(stage):
    came_in(stage.account, **fik(owed(stage)))
    assert (matched(stage, is_booking=False).certain, Payment.objects.count(), Allocation.objects.count()) == (1, 0, 0)


def test_a_job_does_it_for_the_cluster_of_the_file(stage):
    came_in(stage.account, on=date(2026, 11, 15), **fik(owed(stage)))
    tasks.match_entries(stage.nordlys.pk, file_id=1)
    assert Payment.objects.count() <= 1


def test_a_stranger_matches_nothing(stage):
    with pytest.raises(Refused):
        matched_by_dorte(stage)


def matched_by_dorte(stage):
    from klynge.billing.actions import match_entries

    match_entries(stage.nordlys, actor=stage.dorte, at=stage.noon)


def test_each_night_every_cluster_with_an_account_is_gone_through_once(stage):
    account(stage, "DK5000400440116244", "Opsparing")
    tasks.match_all_entries()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'billing.match_entries'")
        assert [json.loads(args) if isinstance(args, str) else args for (args,) in cursor.fetchall()] == [{"cluster_id": stage.nordlys.pk}]
