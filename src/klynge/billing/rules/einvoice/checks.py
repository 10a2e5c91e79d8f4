"""What we ask of an e-invoice beyond the official rules, which let wrong check digits and up to a krone of VAT pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from babel import Locale
from stdnum import ean, iban
from stdnum.be import vat as belgian
from stdnum.dk import cvr
from stdnum.no import orgnr as norwegian
from stdnum.se import orgnr as swedish

from klynge.billing.rules.fik import check_digit

from .model import Allowance, EInvoice, Identifier, Line, Means, Party, Payment, Scheme, subtotals
from .ubl import clean

COUNTRIES = frozenset(code for code in map(str, Locale.parse("en").territories) if re.fullmatch("[A-Z]{2}", code)) - {
    "EU",
    "EZ",
    "QO",
    "UN",
    "ZZ",
}
VALID: dict[Scheme, Callable[[str], bool]] = {
    Scheme.GLN: lambda number: bool(re.fullmatch(r"\d{13}", number)) and ean.is_valid(number),
    Scheme.CVR: lambda number: bool(re.fullmatch(r"\d{8}", number)) and cvr.is_valid(number),
    Scheme.SWEDISH: lambda number: bool(re.fullmatch(r"\d{10}", number)) and swedish.is_valid(number),
    Scheme.NORWEGIAN: lambda number: bool(re.fullmatch(r"\d{9}", number)) and norwegian.is_valid(number),
    Scheme.BELGIAN: lambda number: bool(re.fullmatch(r"\d{10}", number)) and belgian.is_valid(number),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong (queries/einvoice_wording.py has the sentence), where, and what stands there."""

    code: str
    field: str  # "buyer.gln", "lines.2.name"
    value: str = ""


def faults(invoice: EInvoice) -> list[Fault]:
    """Return everything that must be mended before the document may leave, in its own order; none when it is right."""
    parts = (_head, _parties, _payment, _lines, _allowances, _sums, _taxes)
    return [fault for part in parts for fault in part(invoice)]


def _head(invoice: EInvoice) -> Iterator[Fault]:
    if not clean(invoice.number):
        yield Fault("no_number", "number")
    if not re.fullmatch("[A-Z]{3}", invoice.currency):
        yield Fault("currency", "currency", invoice.currency)
    if invoice.due_on is None and invoice.credits is None:
        yield Fault("no_due_day", "due_on")
    elif invoice.due_on and invoice.due_on < invoice.issued_on:
        yield Fault("due_before_issue", "due_on", invoice.due_on.isoformat())
    if not clean(invoice.reference) and not clean(invoice.order):
        yield Fault("no_reference", "reference")
    if invoice.credits and invoice.credits.issued_on > invoice.issued_on:
        yield Fault("credits_later", "credits", invoice.credits.number)


def _parties(invoice: EInvoice) -> Iterator[Fault]:
    yield from _party(invoice.seller, "seller")
    yield from _party(invoice.buyer, "buyer")
    seller = invoice.seller
    if seller.registered is None:
        yield Fault("no_cvr", "seller.cvr")
    is_taxed = any(part.tax.category != "O" for part in invoice.subtotals)
    number = seller.registered.value if seller.registered else ""
    if is_taxed and seller.vat_id != f"{seller.country}{number}":
        yield Fault("vat_id", "seller.vat_id", seller.vat_id)
    if not is_taxed and (seller.vat_id or invoice.buyer.vat_id):
        yield Fault("vat_id_outside", "seller.vat_id", seller.vat_id)


def _party(party: Party, side: str) -> Iterator[Fault]:
    if not clean(party.name):
        yield Fault("no_name", f"{side}.name")
    if party.country not in COUNTRIES:
        yield Fault("country", f"{side}.country", party.country)
    if party.endpoint is None:
        yield Fault("no_endpoint", f"{side}.endpoint")
    for identifier in dict.fromkeys((party.endpoint, party.registered)):
        yield from _identifier(identifier, side)


def _identifier(identifier: Identifier | None, side: str) -> Iterator[Fault]:
    if identifier and identifier.scheme and not VALID.get(identifier.scheme, bool)(identifier.value):
        code = identifier.scheme.value if identifier.scheme in (Scheme.GLN, Scheme.CVR) else "national"
        yield Fault(code, f"{side}.{identifier.scheme}", identifier.value)


def _payment(invoice: EInvoice) -> Iterator[Fault]:
    payment = invoice.payment
    if payment is None:
        if invoice.credits is None and invoice.total_minor > 0:
            yield Fault("no_payment", "payment")
        return
    yield from PAID_BY[payment.means](payment)


def _fik(payment: Payment) -> Iterator[Fault]:
    """Ask for card type 71: 15 digits with their check digit; a creditor's number has 8 digits and begins with 8."""
    number = payment.reference
    if not re.fullmatch(r"\d{15}", number) or check_digit(number[:-1]) != int(number[-1]):
        yield Fault("fik_id", "payment.reference", number)
    if not re.fullmatch(r"8\d{7}", payment.account):
        yield Fault("fik_creditor", "payment.account", payment.account)


def _account(payment: Payment) -> Iterator[Fault]:
    if not re.fullmatch(r"\d{4}", payment.branch):
        yield Fault("branch", "payment.branch", payment.branch)
    if not re.fullmatch(r"\d{4,10}", payment.account):
        yield Fault("account", "payment.account", payment.account)


def _iban(payment: Payment) -> Iterator[Fault]:
    if not iban.is_valid(payment.account):
        yield Fault("iban", "payment.account", payment.account)


PAID_BY: dict[Means, Callable[[Payment], Iterator[Fault]]] = {Means.FIK: _fik, Means.ACCOUNT: _account, Means.IBAN: _iban}


def _lines(invoice: EInvoice) -> Iterator[Fault]:
    if not invoice.lines:
        yield Fault("no_lines", "lines")
    for number, line in enumerate(invoice.lines, 1):
        yield from _line(line, f"lines.{number}")


def _line(line: Line, where: str) -> Iterator[Fault]:
    if not clean(line.name):
        yield Fault("no_text", f"{where}.name")
    if line.price_minor < 0:
        yield Fault("negative", f"{where}.price", str(line.price_minor))
    if line.net_minor != line.quantity * line.price_minor + sum(allowance.signed_minor for allowance in line.allowances):
        yield Fault("line_sum", f"{where}.net", str(line.net_minor))
    for allowance in line.allowances:
        yield from _allowance(allowance, f"{where}.allowance")


def _allowances(invoice: EInvoice) -> Iterator[Fault]:
    for allowance in invoice.allowances:
        yield from _allowance(allowance, "allowances")
        if allowance.tax is None:
            yield Fault("untaxed_allowance", "allowances", allowance.reason)


def _allowance(allowance: Allowance, where: str) -> Iterator[Fault]:
    if allowance.amount_minor < 0:
        yield Fault("negative", where, str(allowance.amount_minor))
    if not clean(allowance.reason):
        yield Fault("no_allowance_reason", where)


def _sums(invoice: EInvoice) -> Iterator[Fault]:
    """Ask for VAT to the øre: the official rule BR-CO-17 lets each sum be off by almost a krone."""
    said = {part.tax.key: (part.net_minor, part.vat_minor) for part in invoice.subtotals}
    due = {part.tax.key: (part.net_minor, part.vat_minor) for part in subtotals(invoice.lines, invoice.allowances)}
    for key in sorted(said.keys() | due.keys()):
        net, vat = said.get(key, (None, None))
        if net != due.get(key, (None, None))[0]:
            yield Fault("net_sum", f"vat.{key[0]}.net", "" if net is None else str(net))
        elif vat != due[key][1]:
            yield Fault("vat_sum", f"vat.{key[0]}.vat", str(vat))
    if len(said) != len(invoice.subtotals):
        yield Fault("vat_twice", "vat")
    if invoice.total_minor < 0:
        yield Fault("negative_total", "total", str(invoice.total_minor))


def _taxes(invoice: EInvoice) -> Iterator[Fault]:
    categories = {part.tax.category for part in invoice.subtotals}
    if "O" in categories and len(categories) > 1:
        yield Fault("mixed_outside", "vat.O")
    for part in invoice.subtotals:
        tax = part.tax
        if (tax.category == "S") != (tax.rate_bp > 0):
            yield Fault("rate", f"vat.{tax.category}.rate", str(tax.rate_bp))
        if tax.category in ("E", "O") and not clean(tax.reason):
            yield Fault("no_reason", f"vat.{tax.category}.reason")
