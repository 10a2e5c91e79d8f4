"""An invoice or credit note as an e-invoice says it, in no format's words: EN 16931 in amounts of minor units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from klynge.billing.rules.vat import vat_of

UNIT = "C62"  # "one", UN/ECE Recommendation 20


class Scheme(StrEnum):
    """Whose numbers an address or an identifier is from; each format has its own code for it."""

    GLN = "gln"
    CVR = "cvr"
    SWEDISH = "se"
    NORWEGIAN = "no"
    FINNISH = "fi"
    DUTCH = "nl"
    ESTONIAN = "ee"
    BELGIAN = "be"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number and whose it is; without a scheme it is known to nobody but its owner."""

    value: str
    scheme: Scheme | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """The seller or the buyer; what is unknown is empty."""

    name: str
    country: str  # ISO 3166, two capital letters
    street: str = ""
    postcode: str = ""
    town: str = ""
    trading_name: str = ""
    registered: Identifier | None = None  # in the register of companies
    vat_id: str = ""  # with the country in front: DK12345674
    endpoint: Identifier | None = None  # where e-invoices reach it
    contact: str = ""
    phone: str = ""
    email: str = ""


class Means(StrEnum):
    """How to pay."""

    FIK = "fik"
    ACCOUNT = "account"  # a Danish account: registration number and account
    IBAN = "iban"


@dataclass(frozen=True, slots=True)
class Payment:
    """Where to pay, and what to write on it: the id of a payment slip, else the number of the invoice."""

    means: Means
    account: str  # FIK creditor, account number or IBAN
    reference: str
    branch: str = ""  # registration number of the Danish bank
    bic: str = ""


@dataclass(frozen=True, slots=True)
class Tax:
    """How something is taxed: S, E, O or Z, the rate in basis points, and why no VAT is charged."""

    category: str
    rate_bp: int = 0
    reason: str = ""

    @property
    def key(self) -> tuple[str, int]:
        """What is summed together."""
        return self.category, self.rate_bp


@dataclass(frozen=True, slots=True)
class Allowance:
    """A discount, or an extra charge, in minor units and always positive; on a line it has no tax of its own."""

    amount_minor: int
    reason: str
    is_charge: bool = False
    tax: Tax | None = None

    @property
    def signed_minor(self) -> int:
        """What it adds."""
        return self.amount_minor if self.is_charge else -self.amount_minor


@dataclass(frozen=True, slots=True)
class Line:
    """One thing charged; ``net_minor`` is quantity times price, with the line's own discounts and charges."""

    name: str
    net_minor: int
    tax: Tax
    price_minor: int
    quantity: int = 1
    unit: str = UNIT
    note: str = ""
    allowances: tuple[Allowance, ...] = ()


@dataclass(frozen=True, slots=True)
class Subtotal:
    """What one category and rate comes to."""

    tax: Tax
    net_minor: int
    vat_minor: int


@dataclass(frozen=True, slots=True)
class Credited:
    """The invoice that a credit note takes back."""

    number: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class EInvoice:
    """The whole document; with ``credits`` it is a credit note, and its amounts are still positive."""

    number: str
    issued_on: date
    due_on: date | None
    currency: str
    seller: Party
    buyer: Party
    reference: str  # the buyer's: who ordered it
    lines: tuple[Line, ...]
    subtotals: tuple[Subtotal, ...]
    payment: Payment | None = None
    order: str = ""  # the buyer's order number
    note: str = ""
    allowances: tuple[Allowance, ...] = ()
    credits: Credited | None = None

    @property
    def lines_minor(self) -> int:
        """The sum of the lines."""
        return sum(line.net_minor for line in self.lines)

    @property
    def net_minor(self) -> int:
        """What it comes to without VAT."""
        return self.lines_minor + sum(allowance.signed_minor for allowance in self.allowances)

    @property
    def vat_minor(self) -> int:
        """The VAT of all categories."""
        return sum(part.vat_minor for part in self.subtotals)

    @property
    def total_minor(self) -> int:
        """What is to be paid."""
        return self.net_minor + self.vat_minor


def subtotals(lines: Iterable[Line], allowances: Iterable[Allowance] = ()) -> tuple[Subtotal, ...]:
    """Sum up per category and rate, VAT once on each sum; reasons that differ are all kept. Source: EN 16931, BR-CO-17."""
    sums: dict[tuple[str, int], int] = {}
    reasons: dict[tuple[str, int], dict[str, None]] = {}
    parts = [(line.tax, line.net_minor) for line in lines]
    parts += [(allowance.tax, allowance.signed_minor) for allowance in allowances if allowance.tax]
    for tax, minor in parts:
        sums[tax.key] = sums.get(tax.key, 0) + minor
        reasons.setdefault(tax.key, {})[tax.reason] = None
    return tuple(
        Subtotal(Tax(*key, reason="; ".join(filter(None, reasons[key]))), minor, vat_of(minor, rate_bp=key[1]))
        for key, minor in sorted(sums.items(), reverse=True)
    )


def unmixed(taxes: Iterable[Tax]) -> dict[Tax, Tax]:
    """Say how each tax stands in one document: what is outside the scope can't stand beside other categories, so it is exempt there.

    Source: EN 16931, BR-O-11 to BR-O-14.
    """
    known = list(taxes)
    is_mixed = len({tax.category for tax in known}) > 1
    return {tax: replace(tax, category="E") if is_mixed and tax.category == "O" else tax for tax in known}
