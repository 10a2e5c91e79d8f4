"""Peppol BIS Billing 3.0: an e-invoice as a UBL 2.1 Invoice or CreditNote, in the order that the schema wants."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from lxml import etree

from .model import Allowance, EInvoice, Identifier, Line, Means, Party, Payment, Scheme, Tax

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC, CBC = f"{{{UBL}CommonAggregateComponents-2}}", f"{{{UBL}CommonBasicComponents-2}}"
NAMES = {"cac": CAC[1:-1], "cbc": CBC[1:-1]}
# Source: Peppol's code list of electronic addresses, the same numbers as ISO 6523
SCHEMES = {
    Scheme.GLN: "0088", Scheme.CVR: "0184", Scheme.SWEDISH: "0007", Scheme.NORWEGIAN: "0192", Scheme.FINNISH: "0212", Scheme.DUTCH: "0106",
    Scheme.ESTONIAN: "0191", Scheme.BELGIAN: "0208",
}  # fmt: skip
MEANS = {Means.FIK: "93", Means.ACCOUNT: "42", Means.IBAN: "58"}
OUTSIDE = "VATEX-EU-O"
SUBJECT = "#AAI#"  # UNCL 4451 "general information"; said first, a # further on is not taken for a subject code (BR-CL-08)
DISCOUNT, CHARGE = "95", "ZZZ"  # UNCL 5189 "discount", UNCL 7161 "mutually defined"
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 can't hold

Element = etree._Element


def write(invoice: EInvoice) -> bytes:
    """Return the document as XML in UTF-8; the same invoice gives the same bytes every time."""
    kind = "CreditNote" if invoice.credits else "Invoice"
    names: Any = {None: f"{UBL}{kind}-2", **NAMES}  # the document's own names need no prefix
    root = etree.Element(f"{{{UBL}{kind}-2}}{kind}", nsmap=names)
    _head(root, invoice, kind)
    _supplier(root, invoice.seller)
    _customer(root, invoice.buyer)
    if invoice.payment:
        _payment(root, invoice.payment)
    for allowance in invoice.allowances:
        _allowance(root, allowance, invoice.currency)
    _taxes(root, invoice)
    _totals(root, invoice)
    for number, line in enumerate(invoice.lines, 1):
        _line(root, number, line, invoice.currency, kind)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def clean(text: str) -> str:
    """Return the text without what XML can't hold, and without blanks around it."""
    return FORBIDDEN.sub("", text).strip()


def _put(parent: Element, name: str, text: str, **attributes: str) -> None:
    """Add a basic element; an empty one is left out, since Peppol allows none (PEPPOL-EN16931-R008)."""
    if bare := clean(text):
        etree.SubElement(parent, CBC + name, attributes).text = bare


def _in(parent: Element, name: str) -> Element:
    return etree.SubElement(parent, CAC + name)


def _money(parent: Element, name: str, minor: int, currency: str) -> None:
    _put(parent, name, str(Decimal(minor).scaleb(-2)), currencyID=currency)


def _head(root: Element, invoice: EInvoice, kind: str) -> None:
    _put(root, "CustomizationID", CUSTOMIZATION)
    _put(root, "ProfileID", PROFILE)
    _put(root, "ID", invoice.number)
    _put(root, "IssueDate", invoice.issued_on.isoformat())
    if invoice.credits is None and invoice.due_on:
        _put(root, "DueDate", invoice.due_on.isoformat())
    _put(root, f"{kind}TypeCode", "381" if invoice.credits else "380")
    _put(root, "Note", f"{SUBJECT}{invoice.note}" if "#" in invoice.note else invoice.note)
    _put(root, "DocumentCurrencyCode", invoice.currency)
    _put(root, "BuyerReference", invoice.reference)
    if clean(invoice.order):
        _put(_in(root, "OrderReference"), "ID", invoice.order)
    if invoice.credits:
        original = _in(_in(root, "BillingReference"), "InvoiceDocumentReference")
        _put(original, "ID", invoice.credits.number)
        _put(original, "IssueDate", invoice.credits.issued_on.isoformat())


def _supplier(root: Element, seller: Party) -> None:
    _party(_in(_in(root, "AccountingSupplierParty"), "Party"), seller)


def _customer(root: Element, buyer: Party) -> None:
    _party(_in(_in(root, "AccountingCustomerParty"), "Party"), buyer)


def _party(party: Element, said: Party) -> None:
    if said.endpoint:
        _identifier(party, "EndpointID", said.endpoint)
    _put(_in(party, "PartyName"), "Name", said.trading_name or said.name)
    address = _in(party, "PostalAddress")
    _put(address, "StreetName", said.street)
    _put(address, "CityName", said.town)
    _put(address, "PostalZone", said.postcode)
    _put(_in(address, "Country"), "IdentificationCode", said.country)
    if said.vat_id:
        taxed = _in(party, "PartyTaxScheme")
        _put(taxed, "CompanyID", said.vat_id)
        _scheme(taxed)
    legal = _in(party, "PartyLegalEntity")
    _put(legal, "RegistrationName", said.name)
    if said.registered:
        _identifier(legal, "CompanyID", said.registered)
    _contact(party, said)


def _contact(party: Element, said: Party) -> None:
    if any(map(clean, (said.contact, said.phone, said.email))):
        contact = _in(party, "Contact")
        _put(contact, "Name", said.contact)
        _put(contact, "Telephone", said.phone)
        _put(contact, "ElectronicMail", said.email)


def _identifier(parent: Element, name: str, identifier: Identifier) -> None:
    attributes = {"schemeID": SCHEMES[identifier.scheme]} if identifier.scheme else {}
    _put(parent, name, identifier.value, **attributes)


def _payment(root: Element, payment: Payment) -> None:
    """Source: DK-R-006 (account and registration number), DK-R-010 and DK-R-011 (FIK)."""
    means = _in(root, "PaymentMeans")
    _put(means, "PaymentMeansCode", MEANS[payment.means])
    _put(means, "PaymentID", f"71#{payment.reference}" if payment.means == Means.FIK else payment.reference)
    account = _in(means, "PayeeFinancialAccount")
    _put(account, "ID", payment.account)
    if branch := clean(payment.branch or payment.bic):
        _put(_in(account, "FinancialInstitutionBranch"), "ID", branch)


def _allowance(parent: Element, allowance: Allowance, currency: str) -> None:
    said = _in(parent, "AllowanceCharge")
    _put(said, "ChargeIndicator", "true" if allowance.is_charge else "false")
    if not allowance.is_charge:
        _put(said, "AllowanceChargeReasonCode", DISCOUNT)
    _put(said, "AllowanceChargeReason", allowance.reason)
    _money(said, "Amount", allowance.amount_minor, currency)
    if allowance.tax:
        _category(said, "TaxCategory", allowance.tax)


def _taxes(root: Element, invoice: EInvoice) -> None:
    total = _in(root, "TaxTotal")
    _money(total, "TaxAmount", invoice.vat_minor, invoice.currency)
    for part in invoice.subtotals:
        subtotal = _in(total, "TaxSubtotal")
        _money(subtotal, "TaxableAmount", part.net_minor, invoice.currency)
        _money(subtotal, "TaxAmount", part.vat_minor, invoice.currency)
        _category(subtotal, "TaxCategory", part.tax, has_reason=True)


def _category(parent: Element, name: str, tax: Tax, *, has_reason: bool = False) -> None:
    """What is outside the scope has no rate (BR-O-05), and only what is not taxed has a reason (BR-S-10, BR-Z-10)."""
    category = _in(parent, name)
    _put(category, "ID", tax.category)
    if tax.category != "O":
        _put(category, "Percent", f"{Decimal(tax.rate_bp) / 100:f}")
    if has_reason and tax.category in "EO":
        _put(category, "TaxExemptionReasonCode", OUTSIDE if tax.category == "O" else "")
        _put(category, "TaxExemptionReason", tax.reason)
    _scheme(category)


def _scheme(parent: Element) -> None:
    _put(_in(parent, "TaxScheme"), "ID", "VAT")


def _totals(root: Element, invoice: EInvoice) -> None:
    currency, total = invoice.currency, _in(root, "LegalMonetaryTotal")
    _money(total, "LineExtensionAmount", invoice.lines_minor, currency)
    _money(total, "TaxExclusiveAmount", invoice.net_minor, currency)
    _money(total, "TaxInclusiveAmount", invoice.total_minor, currency)
    for name, is_charge in (("AllowanceTotalAmount", False), ("ChargeTotalAmount", True)):
        if amounts := [allowance.amount_minor for allowance in invoice.allowances if allowance.is_charge == is_charge]:
            _money(total, name, sum(amounts), currency)
    _money(total, "PayableAmount", invoice.total_minor, currency)


def _line(root: Element, number: int, line: Line, currency: str, kind: str) -> None:
    said = _in(root, f"{kind}Line")
    _put(said, "ID", str(number))
    _put(said, "Note", line.note)
    _put(said, "CreditedQuantity" if kind == "CreditNote" else "InvoicedQuantity", str(line.quantity), unitCode=line.unit)
    _money(said, "LineExtensionAmount", line.net_minor, currency)
    for allowance in line.allowances:
        _allowance(said, allowance, currency)
    item = _in(said, "Item")
    _put(item, "Name", line.name)
    _category(item, "ClassifiedTaxCategory", line.tax)
    _money(_in(said, "Price"), "PriceAmount", line.price_minor, currency)
