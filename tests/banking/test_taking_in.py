"""Files from the bank come in whole, once, and into the right account."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import DatabaseError, connection
from django_scopes import scope

from klynge.banking import tasks
from klynge.banking.actions import add_account, receive_file
from klynge.banking.models import BankEntry, BankFile, Statement
from klynge.banking.queries import balance_told, gaps
from klynge.core.errors import Conflict, Invalid, Refused
from tests.banking.files import ACCOUNT, DANSKE, camt, entry, part


@pytest.fixture(autouse=True)
def _storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def bank(world):
    with scope(cluster=world.nordlys):
        world.account = account(world)
        yield world


def account(world, identifier=ACCOUNT):
    return add_account(world.nordlys, identifier=identifier, name="Drift", currency="DKK", actor=world.frida, at=world.noon)


def take_in(world, content, name="x.xml", **more):
    file = receive_file(world.nordlys, name=name, content=content, actor=world.frida, at=world.noon, **more)
    tasks.read_file(world.nordlys.pk, file.pk)
    file.refresh_from_db()
    return file


def amounts():
    return sorted(BankEntry.objects.values_list("amount_minor", flat=True))


def test_a_file_gives_its_entries_and_its_statement(bank):
    file = take_in(bank, camt(entry("50.00") + entry("20.00", direction="DBIT"), closing="130.00"))
    statement = Statement.objects.get()
    assert (file.state, file.seen_entries, file.new_entries, amounts()) == ("done", 2, 2, [-20_00, 50_00])
    assert (statement.first_on, statement.opening_minor, statement.closing_minor, statement.gap_minor) == (
        date(2027, 2, 1),
        100_00,
        130_00,
        0,
    )
    assert balance_told(bank.account, on=date(2027, 3, 1)) == (date(2027, 2, 1), 130_00)


def test_the_same_file_twice_is_told_and_adds_nothing(bank):
    content = camt(entry())
    take_in(bank, content)
    with pytest.raises(Conflict, match="came in before"):
        take_in(bank, content, name="again.xml")
    assert (BankFile.objects.count(), amounts()) == (1, [50_00])


def test_two_identical_payments_of_one_day_are_two_in_every_file_that_tells_of_them(bank):
    twice = entry("4.50") + entry("4.50")
    take_in(bank, camt(twice))
    take_in(bank, camt(twice + entry("9.00"), number="8"))
    take_in(bank, camt(twice + entry("4.50"), number="9"))
    assert amounts() == [4_50, 4_50, 4_50, 9_00]


def test_parts_and_their_sum_are_the_same_money_whichever_comes_first(bank):
    parts = part("150.00", reference="71/000000000000018") + part("250.00", reference="71/000000000000026")
    take_in(bank, camt(entry("400.00", ref="FIK-1", details=parts), kind="Ntfctn", opening="", closing="", version="054.001.08"))
    take_in(bank, camt(entry("400.00", ref="FIK-1"), closing="500.00"))
    assert amounts() == [150_00, 250_00]
    take_in(bank, camt(entry("30.00", ref="FIK-2"), number="8"))
    take_in(bank, camt(entry("30.00", ref="FIK-2", details=part("10.00") + part("20.00")), kind="Ntfctn", opening="", closing=""))
    assert amounts() == [30_00, 150_00, 250_00]


def test_what_is_missing_inside_and_between_statements_is_told(bank):
    take_in(bank, camt(entry("50.00"), closing="160.00"))
    take_in(bank, camt(entry("5.00", day="2027-02-03"), opening="170.00", closing="175.00", number="8"))
    take_in(bank, camt(entry("5.00", day="2027-02-04"), opening="175.00", closing="180.00", number="9"))
    assert [(gap.number, gap.inside_minor, gap.before_minor) for gap in gaps(bank.account)] == [("7", 10_00, 0), ("8", 0, 10_00)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (camt(entry(), account="DK1234567890123456"), "unknown_account"),
        (camt(entry("50.00") + entry("1..0")), "amount"),
        (camt(entry(currency="EUR"), currency="EUR"), "currency"),
        (camt(entry())[:-20], "xml"),
    ],
)
def test_a_file_with_a_fault_is_refused_whole(bank, content, code):
    file = take_in(bank, content)
    assert (file.state, file.refusal["code"], BankEntry.objects.count(), Statement.objects.count()) == ("refused", code, 0, 0)


def test_a_file_that_was_refused_may_be_sent_again(bank):
    content = camt(entry(), account="DK9800400440116244")
    assert take_in(bank, content).state == "refused"
    account(bank, identifier="0040 0440116244")
    assert take_in(bank, content).state == "done"
    assert BankFile.objects.count() == 2


def test_a_danish_account_number_is_the_account_inside_its_iban(world):
    with scope(cluster=world.nordlys):
        account(world, identifier="0040 440116243")
        assert take_in(world, camt(entry())).state == "done"


def test_a_list_needs_to_be_told_whose_it_is(bank):
    with pytest.raises(Invalid, match="Choose the account"):
        take_in(bank, DANSKE.encode(), name="konto.csv")
    take_in(bank, DANSKE.encode(), name="konto.csv", account=bank.account)
    assert amounts() == [-119_00, 25_000_00]


def test_only_who_looks_after_the_money_brings_files_in(bank):
    for actor in (bank.bo, bank.dorte):
        with pytest.raises(Refused):
            receive_file(bank.nordlys, name="x", content=camt(), actor=actor, at=bank.noon)
        with pytest.raises(Refused):
            add_account(bank.nordlys, identifier=ACCOUNT, name="", currency="DKK", actor=actor, at=bank.noon)


@pytest.mark.parametrize(("identifier", "currency"), [("DK5000400440116244", "DKK"), ("12", "DKK"), (ACCOUNT, "kroner")])
def test_an_account_that_is_none_is_refused(world, identifier, currency):
    with scope(cluster=world.nordlys), pytest.raises(Invalid):
        add_account(world.nordlys, identifier=identifier, name="x", currency=currency, actor=world.frida, at=world.noon)


def test_what_the_bank_said_is_never_changed(bank):
    take_in(bank, camt(entry()))
    with pytest.raises(DatabaseError, match="never changed"):
        BankEntry.objects.update(amount_minor=1)


@pytest.mark.django_db(transaction=True)
def test_overlapping_files_read_at_once_add_each_payment_once(transactional_db):
    from tests.world import build

    world = build()
    with scope(cluster=world.nordlys):
        account(world)
        many = "".join(entry(f"{number}.00", ref=f"r{number}") for number in range(1, 60))
        files = [receive_file(world.nordlys, name="x", content=camt(many + entry("0.50", ref=f"own{n}"), number=str(n)), actor=world.frida, at=world.noon) for n in range(4)]  # fmt: skip

    def work(file):
        try:
            tasks.read_file(world.nordlys.pk, file.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, files))
    with scope(cluster=world.nordlys):
        assert (BankEntry.objects.count(), sum(file.new_entries for file in BankFile.objects.all())) == (63, 63)
