"""E-invoices: one model, our own checks of it, and the formats that it can be written in."""

from collections.abc import Callable
from dataclasses import dataclass

from . import ubl
from .checks import Fault, faults
from .model import (
    Allowance,
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
    subtotals,
    unmixed,
)

__all__ = [
    "FORMATS",
    "PEPPOL",
    "Allowance",
    "Credited",
    "EInvoice",
    "Fault",
    "Format",
    "Identifier",
    "Line",
    "Means",
    "Party",
    "Payment",
    "Scheme",
    "Subtotal",
    "Tax",
    "faults",
    "subtotals",
    "unmixed",
]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an e-invoice."""

    write: Callable[[EInvoice], bytes]
    content_type: str
    document_type: str  # what a network calls it


PEPPOL = "peppol-bis-3"
FORMATS = {PEPPOL: Format(ubl.write, "application/xml", ubl.CUSTOMIZATION)}
