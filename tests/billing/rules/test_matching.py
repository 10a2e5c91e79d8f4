"""Which invoice a payment is for: certain only when nothing speaks against it, and each proposal says why."""

from collections import Counter
from datetime import date
from itertools import product

import pytest
from stdnum import iso11649

from bench.payments import stream
from klynge.billing.rules.fik import payment_id
from klynge.billing.rules.matching import Certainty, Entry, Finder, OpenInvoice, Payer, propose

FJORD, BY, GROUP = (
    Payer(1, ("Fjord Data ApS",), accounts=("DK01",), cvr="13748136"),
    Payer(2, ("Byens Hus A/S",)),
    Payer(3, ("Fjord Data A/S",)),
)
DAY = date(2027, 2, 1)
WORDS = [f"{start}{end}" for start, end in product(("Nord", "Nor", "Grod", "Isby", "Fjord"), ("", "en", "al", "vig", "holm", "by", "dal"))]
TRADES = ("Systems", "Data", "Robotik", "Energi", "Teknik", "Byg")


def invoice(serial, payer=FJORD, minor=1_250_00, left=None, **more):
    left = minor if left is None else left
    return OpenInvoice(serial, f"2027-{serial:05d}", payer.id, left, minor, date(2027, 1, 4), payment_id("2027", serial), **more)


def said(invoices, amount=1_250_00, payers=(FJORD, BY), **words):
    """What is proposed for one entry, in short."""
    found = propose(Entry(9, amount, DAY, **words), Finder(invoices, payers))
    return found.certainty.value, found.reasons, dict(found.parts), found.surplus_minor


def fik(serial, **words):
    return {"reference_kind": "fik", "reference": payment_id("2027", serial), **words}


ONE = [invoice(1), invoice(2, BY, 2_000_00)]


@pytest.mark.parametrize(
    ("amount", "words", "expected"),
    [
        (1_250_00, fik(1), ("certain", ("reference", "amount"), {1: 1_250_00}, 0)),
        (500_00, fik(1, payer_name="FJORD DATA APS"), ("certain", ("reference", "partial"), {1: 500_00}, 0)),
        (500_00, fik(1), ("likely", ("reference", "partial"), {1: 500_00}, 0)),
        (1_300_00, fik(1), ("likely", ("reference", "too_much"), {1: 1_250_00}, 50_00)),
        (1_250_00, {"text": "Faktura 2027-00001", "payer_name": "Fjord Data ApS"}, ("certain", ("number", "amount"), {1: 1_250_00}, 0)),
        (1_250_00, {"text": "Faktura 2027-00001"}, ("likely", ("number", "amount", "payer_unknown"), {1: 1_250_00}, 0)),
        (1_250_00, {"payer_account": "DK01"}, ("certain", ("account", "amount"), {1: 1_250_00}, 0)),
        (1_250_00, {"text": "CVR 13748136"}, ("certain", ("name", "amount"), {1: 1_250_00}, 0)),
        (1_250_00, {"payer_name": "FJORD DATA"}, ("certain", ("name", "amount"), {1: 1_250_00}, 0)),
        (999_00, {"payer_name": "FJORD DATA"}, ("likely", ("name", "partial"), {1: 999_00}, 0)),
        (1_250_00, {"payer_name": "Somebody Else"}, ("open", ("unknown",), {}, 1_250_00)),
        (1_250_00, fik(77), ("open", ("unknown_reference",), {}, 1_250_00)),
        (1_250_00, fik(77, payer_name="Fjord Data ApS"), ("certain", ("name", "amount"), {1: 1_250_00}, 0)),
        (1_250_00, fik(1, original_currency="EUR"), ("certain", ("reference", "amount", "foreign"), {1: 1_250_00}, 0)),
    ],
)
def test_each_kind_of_payment_gets_its_invoice_and_its_reasons(amount, words, expected):
    assert said(ONE, amount, **words) == expected


def test_a_creditor_reference_carries_the_number():
    reference = iso11649.format("RF" + "18" + "202700001").replace(" ", "")
    good = next(f"RF{check:02d}202700001" for check in range(2, 99) if iso11649.is_valid(f"RF{check:02d}202700001"))
    assert said(ONE, reference_kind="rf", reference=good)[:2] == ("certain", ("reference", "amount"))
    assert good == reference or said(ONE, reference_kind="rf", reference=reference)[0] == "open"


def test_one_payment_for_several_invoices():
    both = [invoice(1), invoice(3, minor=700_00), invoice(4, minor=90_00)]
    assert said(both, 2_040_00, **fik(1)) == ("certain", ("reference", "several"), {1: 1_250_00, 3: 700_00, 4: 90_00}, 0)
    assert said(both, 1_340_00, payer_name="Fjord Data ApS") == ("certain", ("name", "several"), {1: 1_250_00, 4: 90_00}, 0)
    named = {"text": "2027-00001 og 2027-00003", "payer_name": "Fjord Data ApS"}
    assert said(both, 1_950_00, **named) == ("certain", ("number", "amount"), {1: 1_250_00, 3: 700_00}, 0)


def test_a_sum_that_can_be_made_up_in_two_ways_waits():
    some = [invoice(number, minor=minor) for number, minor in ((1, 100_00), (3, 200_00), (4, 300_00), (5, 400_00))]
    assert said(some, 500_00, payer_name="Fjord Data ApS")[0] == "likely"


@pytest.mark.parametrize(("state", "why"), [({"left": 0}, "paid_before"), ({"left": 0, "is_credited": True}, "credited")])
def test_money_for_an_invoice_that_needs_none_waits(state, why):
    assert said([invoice(1, **state)], **fik(1)) == ("likely", (why,), {}, 1_250_00)
    again = [invoice(1, **state), invoice(5)]
    assert said(again, **fik(1)) == ("likely", ("old_reference", why, "amount"), {5: 1_250_00}, 0)


def test_the_same_payment_twice_settles_once():
    finder, entry = Finder(ONE, [FJORD]), Entry(1, 1_250_00, DAY, **fik(1))
    assert [propose(entry, finder).certainty for _time in range(2)] == [Certainty.CERTAIN, Certainty.LIKELY]


def test_a_reference_of_somebody_who_owes_as_much_does_not_win_over_the_name():
    same = [invoice(1), invoice(2, BY)]
    assert said(same, **fik(2, payer_name="Fjord Data ApS"))[2] == {1: 1_250_00}
    assert said(same, text="2027-00002", payer_name="Fjord Data ApS")[2] == {1: 1_250_00}


def test_companies_of_one_group_are_told_apart_or_asked_about():
    same = [invoice(1), invoice(2, GROUP)]
    assert said(same, payers=(FJORD, GROUP), payer_name="FJORD DATA A/S")[::2] == ("certain", {2: 1_250_00})
    assert said(same, payers=(FJORD, GROUP), payer_name="FJORD DATA")[0] == "likely"


@pytest.mark.parametrize(
    ("ours", "theirs", "bank"),
    [
        ("Groda Systems I/S", "Grønda Systems ApS", "GROEDA SYSTEMS"),  # the n is missing, and oe may be ø
        ("Isby Robotik Nord ApS", "Isbyø Robotik Nord", "ISBYE ROBOTIK NORD"),  # another letter, not one more
        ("Haø Analyse Nord I/S", "Hada Analyse Nord ApS", "HAA ANALYSE NORD"),  # aa is not always å
        ("Nord Data ApS", "Nor Data A/S", "NORD DATA"),  # all of its words are common ones
        ("Fjord Lys ApS", "Fjordlys A/S", "FJORDLYS"),
    ],
)
def test_who_may_be_meant_as_well_is_seen_among_many_and_makes_it_a_question(ours, theirs, bank):
    first, rest = bank.lower().replace("oe", "ø").split()[0], ours.split(" ", 1)[1]
    crowd = [
        f"{first[:-1]}{more}{first[-1]} {rest}" for more in ("lund", "holm", "vang", "mark", "toft", "kær", "bæk", "sund", "borg", "vig")
    ]
    many = [Payer(10 + number, (name,)) for number, name in enumerate([*crowd, *map(" ".join, product(WORDS, TRADES))])]
    both = [Payer(1, (ours,)), Payer(2, (theirs,)), *many]
    same = [invoice(1), invoice(2, BY)]
    assert said(same, payers=both, payer_name=bank, text="kontingent")[0] == "likely"


@pytest.mark.parametrize("text", ["2027-00010", "faktura 2027-0001", "2027 00101", "faktura 1"])
def test_a_nearly_right_number_counts_with_the_name_and_the_amount(text):
    assert said(ONE, text=text, payer_name="Fjord Daata ApS")[::2] == ("certain", {1: 1_250_00})


def test_a_stream_with_the_faults_of_life_is_matched_without_one_mistake():
    made = stream(5_000, seed=20270101)
    finder = Finder(made.invoices, made.payers)
    found = [propose(entry, finder) for entry in made.entries]
    certain = [one for one in found if one.certainty is Certainty.CERTAIN]
    assert [one for one in certain if dict(one.parts) != made.truth[one.entry_id][0]] == []
    assert len(certain) / len(found) >= 0.97
    given = Counter()
    for one in certain:
        given.update(dict(one.parts))
    assert all(given[invoice.id] <= invoice.open_minor for invoice in made.invoices)
    assert all(
        sum(minor for _id, minor in one.parts) + one.surplus_minor == entry.amount_minor
        for one, entry in zip(found, made.entries, strict=True)
    )
