"""Small e-invoices to try things on: a cluster bills a university by payment slip, and takes one back."""

from dataclasses import replace
from datetime import date

import mockeinvoice

from klynge.billing.rules.einvoice import (
    FORMATS,
    PEPPOL,
    Allowance,
    Credited,
    EInvoice,
    Identifier,
    Line,
    Means,
    Party,
    Payment,
    Scheme,
    Tax,
    subtotals,
)  # fmt: skip

STANDARD = Tax("S", 2500)
SELLER = Party(
    name="Foreningen Nordlys", trading_name="Nordlys", country="DK", street="Kajen 1", postcode="9000", town="Aalborg",
    registered=Identifier("12345674", Scheme.CVR), vat_id="DK12345674", endpoint=Identifier("12345674", Scheme.CVR), contact="Nordlys",
    phone="+45 98 00 00 00", email="post@nordlys.example",
)  # fmt: skip
BUYER = Party(
    name="Ærø Universitet", country="DK", street="Strandvejen 7", postcode="5970", town="Ærøskøbing",
    registered=Identifier("11223346", Scheme.CVR), endpoint=Identifier("5798009811578", Scheme.GLN), contact="Bo Ågård",
)  # fmt: skip
FIK = Payment(Means.FIK, "80679858", "000000000074203")
ACCOUNT = Payment(Means.ACCOUNT, "0440116243", "2027-00042", branch="0040")
IBAN = Payment(Means.IBAN, "DK5000400440116243", "2027-00042", bic="NDEADKKK")
ORIGINAL = Credited("2027-00041", date(2027, 1, 4))


def sample(*lines, allowances=(), **facts):
    """An invoice over the lines; the sums follow from them unless they are given."""
    lines = lines or (Line("Kontingent 2027", 20_000_00, STANDARD, 20_000_00, note="60 ansatte"),)
    given = {
        "number": "2027-00042", "issued_on": date(2027, 1, 5), "due_on": date(2027, 2, 4), "currency": "DKK", "seller": SELLER, "buyer": BUYER,
        "reference": "Bo Ågård", "subtotals": subtotals(lines, allowances), "payment": FIK,
    }  # fmt: skip
    return EInvoice(**given | facts, lines=tuple(lines), allowances=tuple(allowances))


def note(*lines, **facts):
    """A credit note over the lines."""
    return sample(*lines, payment=None, credits=ORIGINAL, **facts)


def taxed(invoice, tax):
    """The same with everything taxed in one way."""
    lines = tuple(replace(line, tax=tax) for line in invoice.lines)
    allowances = tuple(replace(allowance, tax=tax) for allowance in invoice.allowances)
    seller = replace(invoice.seller, vat_id="" if tax.category == "O" else "DK12345674")
    return replace(invoice, lines=lines, allowances=allowances, subtotals=subtotals(lines, allowances), seller=seller)


def discount(minor, reason="Rabat", tax=None):
    """Something taken off."""
    return Allowance(minor, reason, tax=tax)


def written(invoice):
    """The document as Peppol BIS Billing 3.0, as text."""
    return FORMATS[PEPPOL].write(invoice).decode()


def fired(xml):
    """The rules that an outside validator finds broken, warnings included."""
    _document, report = mockeinvoice.validate(xml)
    assert report.verdict != "not judged"
    return {finding.code for finding in report.findings}
