"""What leaves for other programs balances there too; beancount and hledger are asked, not we."""

import json
import shutil
import subprocess
from datetime import date, timedelta
from decimal import Decimal

import pytest
from beancount import loader
from beancount.core.data import Transaction as BeanTransaction
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from klynge.ledger.actions import post_transaction
from klynge.ledger.queries import export_lines
from klynge.ledger.rules.exports.plaintext import Entry, Opening, account_name, beancount, hledger

CODES = [("bank", "asset"), ("receivable:organisation:7", "asset"), ("vat:payable", "liability"), ("income:dues", "income"), ("income", "income"), ("expense:bad_debt", "expense")]  # fmt: skip
FIRST, END = date(2027, 1, 1), date(2028, 1, 1)


@st.composite
def entries(draw):
    days = draw(st.lists(st.integers(0, 364), max_size=6))
    made = []
    for number, day in enumerate(sorted(days)):
        debit, credit = draw(st.permutations(CODES))[:2]
        minor, text = draw(st.integers(1, 10**12)), draw(st.text(max_size=30))
        made.append(Entry(FIRST + timedelta(day), f"r:{number}", text, ((*debit, minor, "DKK"), (*credit, -minor, "DKK"))))
    return made


OPENINGS = st.integers(-(10**9), 10**9).map(
    lambda minor: [Opening("bank", "asset", minor, "DKK"), Opening("income:dues", "income", -minor, "DKK")]
)
ODD = 'Betaling "2027" \\ ; ( | ) \n Ærø'


@given(entries(), OPENINGS)
def test_beancount_finds_nothing_wrong_in_any_journal(made, openings):
    text = "\n".join(beancount(made, openings=openings, first=FIRST, end=END, title=ODD))
    found, errors, _options = loader.load_string(text)
    assert errors == []
    assert sum(isinstance(entry, BeanTransaction) for entry in found) == len(made) + any(o.minor for o in openings)


def test_beancount_would_find_one_oere(world):
    entry = Entry(FIRST, "r", ODD, (("bank", "asset", 101, "DKK"), ("income:dues", "income", -100, "DKK")))
    _found, errors, _options = loader.load_string("\n".join(beancount([entry], openings=[], first=FIRST, end=END, title="x")))
    assert any("does not balance" in error.message for error in errors)


@pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is not installed here")
def test_hledger_accepts_the_journal_strictly(tmp_path):
    made = [Entry(FIRST, "r:1", ODD, tuple((*code, minor, "DKK") for code, minor in zip(CODES[:2], (10005, -10005), strict=True)))]
    file = tmp_path / "books.journal"
    file.write_text("\n".join(hledger(made, openings=[Opening("bank", "asset", 5, "DKK"), Opening("income", "income", -5, "DKK")], first=FIRST, end=END, title=ODD)), encoding="utf-8")  # fmt: skip
    ran = subprocess.run(["hledger", "-f", file, "check", "--strict"], check=False, capture_output=True, text=True, env={"LANG": "C.UTF-8"})
    assert (ran.returncode, ran.stderr) == (0, "")


def test_account_names_are_what_both_programs_take():
    names = [account_name(*code) for code in CODES]
    assert names == [
        "Assets:Bank", "Assets:Receivable:Organisation:N7", "Liabilities:Vat:Payable", "Income:Dues", "Income:Other", "Expenses:Bad-debt",
    ]  # fmt: skip


def _post(world, reference, day, minor, text="Kontingent"):
    post_transaction(
        world.nordlys, reference=reference, effective_on=day, text=text, moves=[("income:dues", "receivable:organisation:7", minor)],
        actor=world.frida, at=world.noon,
    )  # fmt: skip


@pytest.fixture
def books(world):
    with scope(cluster=world.nordlys):
        _post(world, "before", date(2026, 12, 31), 700)
        _post(world, "invoice:1", FIRST, 125005, "=1+1; Ærø")
        _post(world, "after", END, 900)
        yield world


def _export(world, form):
    return list(export_lines(world.nordlys, first=FIRST, end=END, form=form, journal_number=3))


def test_the_database_journal_passes_beancount_with_its_opening_balances(books):
    _found, errors, _options = loader.load_string("\n".join(_export(books, "beancount")))
    assert errors == []
    assert f"{END} balance Assets:Receivable:Organisation:N7  1257.05 DKK" in _export(books, "beancount")


def test_the_table_is_for_a_danish_spreadsheet_and_holds_no_formula(books):
    assert _export(books, "csv") == [
        "number;date;reference;text;account;account_name;ledger_account;debit;credit;currency",
        '1;2027-01-01;invoice:1;"\'=1+1; Ærø";5600;Tilgodehavende 7;receivable:organisation:7;1250.05;;DKK',
        '1;2027-01-01;invoice:1;"\'=1+1; Ærø";1010;Kontingent;income:dues;;1250.05;DKK',
    ]


def test_draft_entries_are_one_voucher_whose_amounts_add_up_to_zero(books):
    rows = json.loads("\n".join(_export(books, "economic")), parse_float=Decimal)
    assert [(row["voucherNumber"], row["accountNumber"], row["amount"], row["journalNumber"]) for row in rows] == [
        (1, 5600, Decimal("1250.05"), 3),
        (1, 1010, Decimal("-1250.05"), 3),
    ]
    assert json.loads("\n".join(export_lines(books.nordlys, first=date(2020, 1, 1), end=date(2020, 2, 1), form="economic"))) == []


@pytest.mark.parametrize("form", ["beancount", "hledger", "csv", "economic"])
def test_the_same_days_give_the_same_lines_again(books, form):
    assert _export(books, form) == _export(books, form)
