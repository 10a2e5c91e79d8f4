"""Each kind of bank file is read to the øre, and what can't be read is refused with its place."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.banking.queries import refusal_text
from klynge.banking.rules.lines import Heading, Line, Unreadable, reference_of
from klynge.banking.rules.sniffing import read
from tests.banking.files import BANKDATA, DANSKE, MOBILEPAY, MT940, NORDEA, camt, entry, part


def told(content):
    content = content if isinstance(content, bytes) else content.encode()
    return list(read(io.BytesIO(content), currency="DKK"))


def lines(content):
    return [one for one in told(content) if isinstance(one, Line)]


def refused(content):
    with pytest.raises(Unreadable) as fault:
        told(content)
    assert refusal_text(fault.value.code, line=fault.value.line, value=fault.value.value)
    return fault.value.code


def test_a_statement_tells_its_account_its_balances_and_its_entries():
    heading, line = told(
        camt(entry("1250.50", ref="B1", details=part(text="Faktura 2027-00042", name="Fjord Data ApS")), closing="1350.50")
    )
    assert heading == Heading("DK5000400440116243", "DKK", "", "7", 100_00, 1350_50)
    assert line == Line(date(2027, 2, 1), 1250_50, "DKK", text="Faktura 2027-00042", payer_name="Fjord Data ApS", bank_reference="B1")


def test_a_payment_slip_gives_its_reference_and_its_creditor():
    (line,) = lines(camt(entry(details=part(reference="71/000000000074203", creditor="80679858"))))
    assert (line.reference_kind, line.reference, line.fik_creditor) == ("fik", "000000000074203", "80679858")


def test_a_batch_is_split_into_its_payments():
    parts = part("150.00", reference="71/000000000000018") + part("250.00", reference="71/000000000000026")
    found = lines(camt(entry("400.00", ref="FIK-1", details=parts)))
    assert [(line.amount_minor, line.reference, line.batch) for line in found] == [
        (150_00, "000000000000018", "FIK-1"),
        (250_00, "000000000000026", "FIK-1"),
    ]


@pytest.mark.parametrize(
    "parts", [part("150.00") + part("249.99"), part("150.00") + part(), part("150.00") + part("250.00", currency="EUR")]
)
def test_a_batch_whose_parts_do_not_add_up_stays_one_sum(parts):
    assert [line.amount_minor for line in lines(camt(entry("400.00", ref="FIK-1", details=parts)))] == [400_00]


@pytest.mark.parametrize("version", ["053.001.02", "053.001.04", "053.001.08", "999.x"])
def test_any_version_and_namespace_is_read(version):
    assert len(lines(camt(entry(), version=version))) == 1
    assert len(lines(camt(entry()).replace(b' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"', b""))) == 1


def test_what_is_only_expected_is_passed_over_and_money_out_is_below_zero():
    content = camt(entry(status="<Sts>PDNG</Sts>") + entry("7.00", direction="DBIT", status="<Sts>BOOK</Sts>"))
    assert [line.amount_minor for line in lines(content)] == [-7_00]


def test_a_notification_has_no_balances():
    heading, line = told(camt(entry(), kind="Ntfctn", opening="", closing="", version="054.001.08"))
    assert (heading.opening_minor, heading.closing_minor, line.amount_minor) == (None, None, 50_00)


BOMB = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (camt(entry()).replace(b"<Document", BOMB + b"<Document", 1).replace(b"<GrpHdr/>", b"<GrpHdr>&b;</GrpHdr>"), "doctype"),
        (camt(entry()).replace(b"<Document", b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><Document', 1), "doctype"),
        (camt(entry())[:-30], "xml"),
        (camt(entry())[:300], "xml"),
        (camt(entry("12..34")), "amount"),
        (camt(entry("1.005")), "decimals"),
        (camt(entry("9" * 18)), "amount"),
        (camt(entry(day="2027-02-30")), "day"),
        (camt(entry(direction="X")), "direction"),
        (camt(kind="Rpt"), "intraday"),
        (b"<html><body>Log in</body></html>", "no_statement"),
        (b"%PDF-1.7", "foreign"),
        (b"PK\x03\x04xx", "foreign"),
        (b"  \n", "empty"),
        (b"Navn;Adresse\nx;y\n", "headings"),
        ("Dato;Beløb\n31.02.2027;1,00\n".encode(), "day"),
        ("Dato;Beløb\n01.02.2027;1.0.0\n".encode(), "amount"),
        (b":20:X\n:25:\n:60F:nonsense\n", "mt940"),
        (b"\xff\xfe\x00\x01\x02", "encoding"),
    ],
)
def test_what_cannot_be_read_says_why(content, code):
    assert refused(content) == code


def test_a_declared_encoding_that_is_not_true_is_refused():
    assert refused(camt(entry(details=part(text="Ærø"))).replace("Ærø".encode(), "Ærø".encode("cp1252"))) == "xml"


def test_danish_lists_are_told_apart_by_their_headings():
    heading, fee, paid = told("\ufeff" + DANSKE)
    assert (heading.opening_minor, heading.closing_minor) == (117_318_55, 142_199_55)
    assert (fee.amount_minor, paid.amount_minor, paid.reference, paid.booked_on) == (
        -119_00,
        25_000_00,
        "000000000074203",
        date(2027, 2, 5),
    )
    (nordea,) = lines(NORDEA)
    assert (nordea.amount_minor, nordea.payer_name, nordea.text) == (25_000_00, "Aalborg Testhus", "Faktura 2027-00042")
    assert [line.text for line in lines(BANKDATA.encode("cp1252"))] == ["Indbetaling Åben Ærø ApS", "Rente"]
    (mobile,) = lines(MOBILEPAY)
    assert (mobile.amount_minor, mobile.payer_name, mobile.bank_reference) == (500_00, "Eksempel Bruger", "36332578042")


def test_a_swift_statement_is_read():
    heading, paid, fee = told(MT940)
    assert heading == Heading("DK5000400440116243", "DKK", "", "00001", 1000_00, 2170_25)
    assert [(line.amount_minor, line.text, line.bank_reference) for line in (paid, fee)] == [
        (1250_50, "Faktura 2027-00042", "B-1"),
        (-80_25, "Gebyr", "B-2"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("71/000000000074203", ("fik", "000000000074203")),
        ("+71<000000000074203 +80679858<", ("fik", "000000000074203")),
        ("75#1234567890123456", ("fik", "1234567890123456")),
        ("RF18 5390 0754 7034", ("rf", "RF18539007547034")),
        ("Tak for i dag", ("", "")),
    ],
)
def test_references_are_known_by_their_shape(text, found):
    assert reference_of(text) == found


def outcome(content):
    """What the reader makes of the bytes: lines, or a refusal that can be said."""
    try:
        return told(content)
    except Unreadable as fault:
        return refusal_text(fault.code, line=fault.line, value=fault.value)


@given(st.binary(max_size=400))
def test_no_bytes_bring_the_reader_down(content):
    assert outcome(content)


@given(st.integers(1, 400), st.data())
def test_a_statement_cut_anywhere_or_with_a_byte_changed_never_brings_it_down(cut, data):
    content = bytearray(camt(entry("400.00", ref="F", details=part("150.00") + part("250.00"))))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))
    assert outcome(bytes(content)) and outcome(bytes(content[:-cut]))
