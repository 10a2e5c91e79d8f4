"""The command line for invoices."""

import argparse
from datetime import date

import pytest
from django_scopes import scope

from klynge.billing.actions import DraftLine, issue_invoice
from klynge.billing.models import Invoice, Payment
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.interfaces.cli import invoices

AS_OF = ("--as-of", "2027-01-10")


def run(*arguments):
    parser = argparse.ArgumentParser()
    invoices.register(parser.add_subparsers())
    options = parser.parse_args(["invoices", *arguments, "--cluster", "nordlys"])
    return options.run(options)


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        by = {"issued_on": world.today, "due_on": date(2027, 2, 3), "language": "da", "actor": world.astrid, "at": world.noon}
        issue_invoice(world.fjord, cluster=world.nordlys, lines=[DraftLine(world.dues, "Kontingent", 1_000_00)], source_key="hand:1", **by)
        yield world


def test_the_list_says_who_owes_what(stage):
    (row,) = run("list", *AS_OF).data
    assert (row["number"], row["organisation"], row["state"], row["open"]) == (
        "2027-00001", "Fjord Data ApS", "open", {"amount": 1_250_00, "currency": "DKK"},
    )  # fmt: skip
    assert "1,250.00 DKK" in run("list", "--organisation", "1", "--status", "open", *AS_OF).lines[0]
    assert run("list", "--status", "paid", *AS_OF).lines == ["No invoice matches."]


def test_a_pdf_is_written_where_it_is_asked_for(stage, tmp_path):
    path = tmp_path / "one.pdf"
    output = run("pdf", "2027-00001", "-o", str(path))
    assert (path.read_bytes()[:5], output.data["bytes"]) == (b"%PDF-", path.stat().st_size)


def test_an_unknown_number_is_refused_in_words(stage):
    with pytest.raises(Invalid, match="no invoice 2027-00009"):
        run("pdf", "2027-00009")


def test_crediting_rehearses_unless_it_is_told_to_commit(stage):
    rehearsed = run("credit", "2027-00001", "--reason", "Forkert", *AS_OF)
    assert (rehearsed.data["committed"], Invoice.objects.count()) == (False, 1)
    assert rehearsed.lines[-1].startswith("This was a rehearsal")
    done = run("credit", "2027-00001", "--reason", "Forkert", *AS_OF, "--commit", "--as", "frida@nordlys.example")
    assert (done.data["number"], done.data["committed"]) == (rehearsed.data["number"], True) == ("2027-00002", True)
    assert Invoice.objects.get(number="2027-00002").issued_on == date(2027, 1, 10)


def test_a_payment_settles_and_says_what_is_still_open(stage):
    given = ("pay", "2027-00001", "--amount", "1.000,00", "--on", "2027-01-08", *AS_OF)
    assert (run(*given).data["open"]["amount"], Payment.objects.count()) == (250_00, 0)
    assert "still open: 250.00 DKK" in run(*given, "--commit").lines[0]
    with pytest.raises(Conflict):
        run(*given, "--commit")
    assert Payment.objects.get().received_on == date(2027, 1, 8)


def test_an_amount_that_is_none_is_refused(stage):
    with pytest.raises(Invalid, match="not an amount"):
        run("pay", "2027-00001", "--amount", "tusind", *AS_OF)


def test_somebody_without_a_role_can_not_act(stage):
    with pytest.raises(Invalid, match="no role"):
        run("credit", "2027-00001", "--reason", "x", "--as", "bo@fjord.example", *AS_OF)


def test_the_members_of_another_office_stay_out(stage):
    with pytest.raises((Invalid, Refused)):
        run("pay", "2027-00001", "--amount", "1", "--as", "dorte@havblik.example", *AS_OF)
