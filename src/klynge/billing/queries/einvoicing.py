"""An issued invoice as an e-invoice, from nothing but what the invoice keeps; and who gets one."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from klynge.billing.models import Invoice, InvoiceKind, VatTreatment
from klynge.billing.rules.einvoice import (
    FORMATS,
    PEPPOL,
    Credited,
    EInvoice,
    Identifier,
    Line,
    Means,
    Party,
    Payment,
    Scheme,
    Subtotal,
    Tax,
    faults,
    unmixed,
)  # fmt: skip
from klynge.core.errors import Invalid
from klynge.core.texts import in_language
from klynge.directory.models import OrganisationKind

from .einvoice_wording import fault_text

REGISTERS = {
    "DK": Scheme.CVR, "SE": Scheme.SWEDISH, "NO": Scheme.NORWEGIAN, "FI": Scheme.FINNISH, "NL": Scheme.DUTCH, "EE": Scheme.ESTONIAN,
    "BE": Scheme.BELGIAN,
}  # fmt: skip
Snapshot = dict[str, Any]
Taxes = dict[tuple[str, int], Tax]


def sent_as_einvoice(invoices: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """Keep the documents that go out as e-invoices: to public bodies, and to whoever has a GLN; all others go by mail."""
    return invoices.filter(~Q(buyer__gln="") | Q(organisation__kind=OrganisationKind.PUBLIC))


def einvoice_xml(invoice: Invoice, *, as_format: str = PEPPOL) -> bytes:
    """Return the document in a format of rules/einvoice. Raises: Invalid, with all that must be mended first."""
    said = einvoice(invoice)
    if wrong := faults(said):
        raise Invalid(" ".join(fault_text(fault) for fault in wrong))
    return FORMATS[as_format].write(said)


def xml_name(invoice: Invoice) -> str:
    """Return what the XML is called: its number, as in every folder and every attachment."""
    return f"{invoice.number}.xml"


def einvoice(invoice: Invoice) -> EInvoice:
    """Return the document as an e-invoice, with its lines in their order; whether it is right is for ``faults`` to say."""
    with override(invoice.language):
        taxes, subtotals = _taxes(invoice)
    original = invoice.credits
    return EInvoice(
        number=invoice.number, issued_on=invoice.issued_on, due_on=invoice.due_on, currency=invoice.currency,
        seller=_seller(invoice.seller, is_taxed=any(part.tax.category != VatTreatment.OUTSIDE for part in subtotals)),
        buyer=_buyer(invoice.buyer), reference=_reference(invoice.buyer), note=invoice.reason, lines=_lines(invoice, taxes),
        subtotals=subtotals, payment=_payment(invoice), credits=Credited(original.number, original.issued_on) if original else None,
    )  # fmt: skip


def _taxes(invoice: Invoice) -> tuple[Taxes, tuple[Subtotal, ...]]:
    """Return the tax of each treatment and rate on the lines, and the sums; treatments that become one are summed."""
    said = {(part["treatment"], part["rate_bp"]): _tax(part, invoice.language) for part in invoice.vat}
    stands_as = unmixed(said.values())
    taxes = {key: stands_as[tax] for key, tax in said.items()}
    sums: dict[tuple[str, int], Subtotal] = {}
    for part in invoice.vat:
        tax = taxes[part["treatment"], part["rate_bp"]]
        before = sums.get(tax.key, Subtotal(Tax(*tax.key), 0, 0))
        reason = "; ".join(dict.fromkeys(filter(None, (before.tax.reason, tax.reason))))
        sums[tax.key] = Subtotal(Tax(*tax.key, reason), before.net_minor + part["net_minor"], before.vat_minor + part["vat_minor"])
    return taxes, tuple(sums.values())


def _tax(part: Snapshot, language: str) -> Tax:
    usual = {VatTreatment.EXEMPT: _("Exempt from VAT"), VatTreatment.OUTSIDE: _("Not subject to VAT")}.get(part["treatment"], "")
    return Tax(part["treatment"], part["rate_bp"], in_language(part["reason"], language) or usual if usual else "")


def _lines(invoice: Invoice, taxes: Taxes) -> tuple[Line, ...]:
    return tuple(
        Line(
            name=line.text if line.text.strip() else line.note or invoice.number, note=line.note, net_minor=line.net_minor,
            price_minor=line.net_minor, tax=taxes[line.vat_treatment, line.vat_rate_bp],
        )
        for line in invoice.lines.all()
    )  # fmt: skip


def _seller(seller: Snapshot, *, is_taxed: bool) -> Party:
    """A seller outside the scope of VAT does not show a VAT number (BR-O-02)."""
    registered = _registered(seller)
    return Party(
        **_place(seller), trading_name=seller.get("short_name", ""), registered=registered, endpoint=registered,
        vat_id=f"{_country(seller)}{registered.value}" if registered and is_taxed else "", contact=seller.get("short_name", ""),
        phone=seller.get("phone", ""), email=seller.get("email", ""),
    )  # fmt: skip


def _buyer(buyer: Snapshot) -> Party:
    registered = _registered(buyer)
    addressed = registered if registered and registered.scheme else None
    return Party(
        **_place(buyer), registered=registered, endpoint=Identifier(buyer["gln"], Scheme.GLN) if buyer["gln"] else addressed,
        contact=buyer["attention"], email=buyer["email"],
    )  # fmt: skip


def _place(party: Snapshot) -> dict[str, str]:
    return {"country": _country(party), **{name: party[name] for name in ("name", "street", "postcode", "town")}}


def _country(party: Snapshot) -> str:
    return str(party["country"]).strip().upper()


def _registered(party: Snapshot) -> Identifier | None:
    """Return the number in the national register; those that are written with dashes and blanks without them."""
    scheme, number = REGISTERS.get(_country(party)), party["cvr"].strip()
    if scheme and scheme != Scheme.FINNISH:
        number = re.sub(r"\D", "", number)
    return Identifier(number, scheme) if number else None


def _reference(buyer: Snapshot) -> str:
    """Return who ordered it; a buyer that never gave a reference gets its reader's name, its number or its own name (PEPPOL-EN16931-R003)."""
    return next((text for name in ("reference", "attention", "cvr", "name") if (text := buyer[name].strip())), "")


def _payment(invoice: Invoice) -> Payment | None:
    """A payment slip before an account before an IBAN; from abroad only an IBAN can be paid to. A credit note asks for nothing."""
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        return None
    seller, is_foreign = invoice.seller, _country(invoice.buyer) != _country(invoice.seller)
    number = re.sub(r"\s", "", seller.get("iban", "")).upper()
    by_iban = Payment(Means.IBAN, number, invoice.number, bic=seller.get("bic", "").strip()) if number else None
    if by_iban and is_foreign:
        return by_iban
    if seller.get("fik_creditor") and invoice.payment_id:
        return Payment(Means.FIK, seller["fik_creditor"], invoice.payment_id)
    if seller.get("bank_reg") and seller.get("bank_account"):
        return Payment(Means.ACCOUNT, seller["bank_account"], invoice.number, branch=seller["bank_reg"])
    return by_iban
