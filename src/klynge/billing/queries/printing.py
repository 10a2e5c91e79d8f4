"""What stands on the printed invoice, in words of its own language; the layout is templates/billing/invoice.typ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from klynge.billing.models import Invoice, InvoiceKind, InvoiceLine, VatTreatment
from klynge.billing.rules import fik, formats
from klynge.core.texts import in_language

Pairs = list[list[str]]  # label and value


def printed_invoice(invoice: Invoice) -> dict[str, Any]:
    """Return everything that the template sets, as plain data: texts are ready to print."""
    with override(invoice.language):
        is_note = invoice.kind == InvoiceKind.CREDIT_NOTE
        total = formats.amount_with_currency(invoice.total_minor, invoice.currency, invoice.language)
        return {
            "language": invoice.language,
            "title": _("Credit note") if is_note else _("Invoice"),
            "document": (_("Credit note %s") if is_note else _("Invoice %s")) % invoice.number,
            "seller": invoice.seller["name"],
            "brand": invoice.seller.get("short_name") or invoice.seller["name"],
            "sender": sender(invoice.seller),
            "buyer": window(invoice.buyer, invoice.seller, invoice.language),
            "facts": _facts(invoice, is_note=is_note),
            "reason": _reason(invoice) if is_note else "",
            "columns": [_("Description"), _("VAT"), _("Amount in %s") % invoice.currency],
            "lines": [_line(line, invoice.language) for line in invoice.lines.all()],
            "sums": _sums(invoice),
            "exemptions": [text for part in invoice.vat if (text := in_language(part["reason"], invoice.language))],
            "total": [_("Credited in all") if is_note else _("To pay"), total],
            "payment": [] if is_note or not invoice.total_minor else _payment(invoice),
            "payment_title": _("Payment by %s") % formats.day(invoice.due_on, invoice.language),
            "payment_note": _("Please state the invoice number %s with a bank transfer.") % invoice.number,
            "footer": footer(invoice.seller),
            "page": _("Page"),
            "of": _("of"),
        }


def sender(seller: Mapping[str, str]) -> str:
    """Return the line above the address."""
    return _joined(seller["name"], seller["street"], f"{seller['postcode']} {seller['town']}")


def _joined(*parts: str) -> str:
    return " · ".join(part.strip() for part in parts if part and part.strip())


def window(buyer: Mapping[str, str], seller: Mapping[str, str], language: str) -> list[str]:
    """Return the lines for the window of an envelope; the reader stands below the company, the country only abroad."""
    country = "" if buyer["country"] == seller["country"] else formats.country(buyer["country"], language)
    attention = _("Att. %s") % buyer["attention"] if buyer["attention"] else ""
    lines = [buyer["name"], attention, buyer["street"], f"{buyer['postcode']} {buyer['town']}".strip(), country]
    return [line for line in lines if line]


def _facts(invoice: Invoice, *, is_note: bool) -> Pairs:
    pairs = [
        (_("Credit note no.") if is_note else _("Invoice no."), invoice.number),
        (_("Date"), formats.day(invoice.issued_on, invoice.language)),
        (_("Due date"), "" if is_note else formats.day(invoice.due_on, invoice.language)),
        (_("Your reference"), invoice.buyer["reference"]),
        (_("Your CVR no."), invoice.buyer["cvr"]),
        (_("EAN/GLN"), invoice.buyer["gln"]),
    ]
    return [[label, value] for label, value in pairs if value]


def _reason(invoice: Invoice) -> str:
    original = invoice.credits
    words = {"number": original.number, "day": formats.day(original.issued_on, invoice.language), "reason": invoice.reason}
    return _("This credit note cancels invoice %(number)s of %(day)s in full. Reason: %(reason)s") % words


def _line(line: InvoiceLine, language: str) -> list[str]:
    rate = formats.per_cent(line.vat_rate_bp, language) if line.vat_treatment == VatTreatment.STANDARD else _("none")
    return [line.text, line.note, rate, formats.amount(line.net_minor, language)]


def _sums(invoice: Invoice) -> Pairs:
    """Return the net sum and the VAT of each treatment and rate; what is exempt is summed apart."""
    language, rows = invoice.language, []
    for part in invoice.vat:
        net, rate = formats.amount(part["net_minor"], language), formats.per_cent(part["rate_bp"], language)
        if part["treatment"] == VatTreatment.STANDARD:
            rows.append([_("Sum without VAT"), net])
            rows.append([_("VAT %(rate)s of %(net)s") % {"rate": rate, "net": net}, formats.amount(part["vat_minor"], language)])
        else:
            rows.append([_untaxed(part["treatment"]), net])
    return rows


def _untaxed(treatment: str) -> str:
    return {
        VatTreatment.EXEMPT: _("Sum exempt from VAT"),
        VatTreatment.OUTSIDE: _("Sum outside the scope of VAT"),
        VatTreatment.ZERO: _("Sum at zero rate"),
    }[VatTreatment(treatment)]


def _payment(invoice: Invoice) -> Pairs:
    seller = invoice.seller
    line = fik.print_line(invoice.payment_id, seller["fik_creditor"]) if seller.get("fik_creditor") and invoice.payment_id else ""
    account = f"{seller.get('bank_reg', '')} {seller.get('bank_account', '')}".strip()
    pairs = [
        (_("Payment slip (FIK)"), line),
        (_("Bank account"), _joined(account, seller.get("bank_name", ""))),
        (_("IBAN"), formats.grouped(seller.get("iban", ""))),
        (_("BIC"), seller.get("bic", "")),
    ]
    return [[label, value] for label, value in pairs if value]


def footer(seller: Mapping[str, str]) -> list[str]:
    """Return the lines at the foot of the page."""
    place = f"{seller['postcode']} {seller['town']}"
    number = _("CVR %s") % seller["cvr"] if seller["cvr"] else ""
    return [
        _joined(seller["name"], seller["street"], place, number),
        _joined(seller["email"], seller.get("phone", ""), seller.get("website", "")),
    ]
