"""The bank's money under trouble: workers and commands are killed, two do it at once; each krone is booked once, and nothing is lost."""

import os
import subprocess
import sys
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django_scopes import scope, scopes_disabled

from klynge.access.models import Role
from klynge.access.queries import actor_of
from klynge.banking.actions import add_account, receive_file
from klynge.banking.models import BankEntry, BankFile
from klynge.billing import actions
from klynge.billing.models import Allocation, EntryMatch, Invoice, Payment, Reminder
from klynge.billing.queries import open_minor
from klynge.billing.rules.reminders import Step
from klynge.core import jobs
from klynge.ledger.queries import balance
from tests import factories
from tests.banking.files import ACCOUNT, camt, entry, part
from tests.billing.bank import bank_file, came_in, fik
from tests.billing.test_same_moment import at_once
from tests.journeys.test_faults import kill_at_the_brake
from tests.journeys.working import brake, braked, find_the_dead, finish, release, rows, until
from tests.world import _user, build

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO, PAID = date(2024, 1, 2), date(2024, 1, 20)  # workers read the real clock, so all of it lies behind any of these
COUNT, EACH = 12, 1_250_00
COMMAND = """
import os, sys, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = os.environ["WORKER_DB"]
from klynge.interfaces.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.fixture
def stage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    world = build()
    world.who = {"actor": world.frida, "at": world.noon}
    world.other = actor_of(_user("finn@nordlys.example", "Finn", world.nordlys, Role.FINANCE), cluster=world.nordlys, at=world.noon)
    with scope(cluster=world.nordlys):
        world.account = add_account(world.nordlys, identifier=ACCOUNT, name="Drift", currency="DKK", **world.who)
    yield world
    rows("TRUNCATE procrastinate_workers CASCADE")


def owed(stage, organisation=None, key="a"):
    lines = [actions.DraftLine(stage.dues, "Kontingent 2024", 1_000_00)]
    days = {"issued_on": LONG_AGO, "due_on": date(2024, 1, 31), "language": "da"}
    with scope(cluster=stage.nordlys):
        return actions.issue_invoice(organisation or stage.fjord, cluster=stage.nordlys, lines=lines, source_key=key, **days, **stage.who)


def many_owed(stage):
    with scope(cluster=stage.nordlys):
        companies = [factories.company(stage.nordlys, f"Firma {n:02} ApS") for n in range(COUNT)]
    return [owed(stage, company, f"k:{n}") for n, company in enumerate(companies)]


def told(stage, invoices, **said):
    with scope(cluster=stage.nordlys):
        file = bank_file(stage)
        return [came_in(stage.account, EACH, on=PAID, file=file, **fik(invoice, **said)) for invoice in invoices]


def proposed(stage, **said):
    """One entry that waits with a proposal: the reference fits, but more came in than is owed."""
    invoice = owed(stage)
    with scope(cluster=stage.nordlys):
        coming = came_in(stage.account, EACH + 50_00, on=PAID, file=bank_file(stage), **fik(invoice))
        actions.match_entries(stage.nordlys, **stage.who)
        return invoice, EntryMatch.objects.select_related("cluster", "entry").get(entry=coming)


def assert_each_is_booked_once(stage, invoices):
    with scope(cluster=stage.nordlys):
        assert [open_minor(invoice) for invoice in invoices] == [0] * len(invoices)
        assert Payment.objects.count() == Allocation.objects.count() == len(invoices)
        assert set(EntryMatch.objects.values_list("state", flat=True)) == {"booked"}
        assert balance(stage.nordlys, "bank") == len(invoices) * EACH


def test_two_treasurers_who_accept_the_same_entry_at_once_book_it_once(stage):
    invoice, match = proposed(stage)
    works = [lambda who=who: actions.accept_match(match, actor=who, at=stage.noon) for who in (stage.frida, stage.other)]
    assert at_once(stage, *works) == ["Conflict", "done"]
    with scope(cluster=stage.nordlys):
        assert (Payment.objects.count(), open_minor(invoice), balance(stage.nordlys, "bank")) == (1, 0, EACH + 50_00)


def test_one_accepts_what_another_sets_aside_at_once(stage):
    _invoice, match = proposed(stage)
    aside = lambda: actions.set_aside_entry(match, reason="other", note="Lån", actor=stage.other, at=stage.noon)  # noqa: E731
    assert at_once(stage, lambda: actions.accept_match(match, **stage.who), aside) == ["Conflict", "done"]
    with scopes_disabled():
        assert (EntryMatch.objects.get().state == "booked") is (Payment.objects.count() == 1)


def test_a_payment_recorded_by_hand_beside_an_accepted_one_never_pays_too_much(stage):
    invoice, match = proposed(stage)

    def by_hand():
        payment = actions.record_payment(
            stage.fjord, cluster=stage.nordlys, amount_minor=EACH, received_on=PAID, reference="hand-1", actor=stage.other, at=stage.noon
        )
        actions.allocate_payment(payment, invoice=invoice, amount_minor=EACH, actor=stage.other, at=stage.noon)

    assert at_once(stage, lambda: actions.accept_match(match, **stage.who), by_hand) == ["Conflict", "done"]
    with scope(cluster=stage.nordlys):
        assert (Payment.objects.count(), Allocation.objects.count(), open_minor(invoice)) == (1, 1, 0)


def test_two_who_match_at_once_book_each_entry_once(stage):
    invoices = many_owed(stage)
    told(stage, invoices)
    works = [lambda who=who: actions.match_entries(stage.nordlys, actor=who, at=stage.noon) for who in (stage.frida, stage.other)]
    assert at_once(stage, *works) == ["done", "done"]
    assert_each_is_booked_once(stage, invoices)


def test_a_worker_killed_while_it_books_is_followed_by_one_that_finishes(stage, tmp_path):
    invoices = many_owed(stage)
    told(stage, invoices)
    jobs.enqueue("billing.match_entries", cluster_id=stage.nordlys.pk)
    kill_at_the_brake(stage, "billing_payment", f"NEW.organisation_id = {invoices[7].organisation_id}")
    with scopes_disabled():
        assert (Payment.objects.count(), Allocation.objects.count(), EntryMatch.objects.count()) == (0, 0, 0)
    find_the_dead()
    finish(tmp_path)
    assert_each_is_booked_once(stage, invoices)


def test_a_worker_killed_while_it_reads_a_file_is_followed_by_one_that_finishes_and_books(stage, tmp_path):
    invoices = many_owed(stage)
    entries = "".join(
        entry("1250.00", day="2024-01-20", ref=f"B{n}", details=part(reference=f"71/{invoice.payment_id}", creditor="80679858"))
        for n, invoice in enumerate(invoices)
    )
    with scope(cluster=stage.nordlys):
        receive_file(stage.nordlys, name="januar.xml", content=camt(entries, opening="0.00", closing="15000.00"), **stage.who)
    kill_at_the_brake(stage, "banking_bankentry", "NEW.bank_reference = 'B7'")
    with scopes_disabled():
        assert (BankEntry.objects.count(), BankFile.objects.get().state) == (0, "waiting")
    find_the_dead()
    finish(tmp_path)
    with scopes_disabled():
        assert (BankEntry.objects.count(), BankFile.objects.get().state) == (COUNT, "done")
    assert_each_is_booked_once(stage, invoices)


def klynge(*arguments):
    told = {"WORKER_DB": connection.settings_dict["NAME"], "KLYNGE_MEDIA": str(django_settings.MEDIA_ROOT)}
    return subprocess.Popen([sys.executable, "-c", COMMAND, *arguments], env=os.environ | told, stdout=subprocess.PIPE)


def test_a_reminder_run_killed_in_the_middle_reminds_nobody_and_again_everybody_once(stage, tmp_path):
    many_owed(stage)
    text = {"da": "Betal venligst.", "en": "Please pay."}
    with scope(cluster=stage.nordlys):
        steps = [(Step(1, 8, 10, 100_00), text)]
        actions.set_reminder_steps(stage.nordlys, audience="business", steps=steps, **stage.who)
    command = ("reminders", "send", "--cluster", "nordlys", "--commit")
    with brake("billing_invoice", "NEW.serial = 7 AND NEW.issued_on > '2024-12-31'"):
        process = klynge(*command)
        held = until(braked)
        process.kill()
        process.wait()
        release()
        until(lambda: not rows("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [held]))
    with scopes_disabled():
        assert (Reminder.objects.count(), Invoice.objects.count()) == (0, COUNT)
    assert [klynge(*command).wait(60) for _turn in range(2)] == [0, 0]
    kill_at_the_brake(stage, "outbox_mail", "mod(NEW.id, 5) = 0")
    find_the_dead()
    finish(tmp_path)
    with scopes_disabled():
        assert Reminder.objects.values("invoice").distinct().count() == Reminder.objects.count() == COUNT
        assert sorted(Invoice.objects.values_list("serial", flat=True)) == sorted([*range(1, COUNT + 1)] * 2)
    assert rows("SELECT count(*), count(DISTINCT subject_key) FROM outbox_mail WHERE rule LIKE 'billing.reminder%%'") == [(COUNT, COUNT)]
