"""Everything that is known of open invoices and payers, ready to be looked up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from stdnum import iso11649

from .facts import Entry, OpenInvoice, Payer
from .names import WRITTEN, NameIndex

UNKNOWN = -1
NUMBER = re.compile(r"(?<!\d)(\d{4})[\s./-]?(\d{4,6})(?!\d)")
SHORT = re.compile(r"(?:fakt(?:ura|uranr)?|fa|inv(?:oice)?|nr|no)\.?\s*:?\s*#?\s*0*(\d{1,6})(?![\d-])", re.IGNORECASE)
CVR = re.compile(r"(?<!\d)(\d{8})(?!\d)")


class Finder:
    """Looks invoices up by payment id, number and payer, and payers by account, CVR number and name."""

    def __init__(self, invoices: Iterable[OpenInvoice], payers: Iterable[Payer]) -> None:
        self.by_payment_id: dict[str, OpenInvoice] = {}
        self.by_number: dict[str, OpenInvoice] = {}
        self.of_payer: defaultdict[int, list[OpenInvoice]] = defaultdict(list)
        self.left: dict[int, int] = {}  # what is still open, less what this run has given out
        for invoice in invoices:
            if invoice.payment_id:
                self.by_payment_id[invoice.payment_id] = invoice
            self.by_number[_digits(invoice.number)] = invoice
            self.of_payer[invoice.payer_id].append(invoice)
            self.left[invoice.id] = invoice.open_minor
        known = list(payers)
        self.names = NameIndex((payer.id, name) for payer in known for name in payer.names)
        self.by_account = _only((account, payer.id) for payer in known for account in payer.accounts)
        self.by_cvr = _only((payer.cvr, payer.id) for payer in known if payer.cvr)

    def numbers_in(self, text: str) -> list[str]:
        """Return what looks like an invoice number in the text, digits only, whether it is known or not, in the order of the text."""
        return list(dict.fromkeys("".join(found) for found in NUMBER.findall(text)))

    def short_numbers_in(self, text: str) -> list[int]:
        """Return running numbers without their year: ``faktura 42``."""
        return [int(found) for found in SHORT.findall(text)]

    def by_reference(self, kind: str, reference: str) -> OpenInvoice | None:
        """Return the invoice of a FIK id, or of a creditor reference that carries the id or the number."""
        if kind == "fik":
            return self.by_payment_id.get(reference[-15:])
        body = reference[4:] if kind == "rf" and iso11649.is_valid(reference) else ""
        return self.by_payment_id.get(body) or self.by_number.get(body)

    def open_of(self, payer: int) -> list[OpenInvoice]:
        """Return what the payer has open, the oldest first."""
        return sorted((one for one in self.of_payer.get(payer, ()) if self.left[one.id] > 0), key=lambda one: (one.issued_on, one.id))

    def payers_like(self, entry: Entry) -> list[tuple[int, int]]:
        """Return (payer, 0 to 100) of those who may be paying, the surest first: by account, by CVR number, else by name."""
        if payer := self.by_account.get(entry.payer_account):
            return [(payer, WRITTEN)]
        for number in CVR.findall(entry.text):
            if payer := self.by_cvr.get(number):
                return [(payer, WRITTEN)]
        return self.names.closest(entry.payer_name) if entry.payer_name else []

    def likeness_of(self, entry: Entry, payer: int) -> int:
        """Return how well the entry's payer fits this one, 0 to 100; UNKNOWN when the entry says nothing of who pays."""
        if entry.payer_account and self.by_account.get(entry.payer_account) == payer:
            return WRITTEN
        return self.names.likeness(entry.payer_name, payer) if entry.payer_name else UNKNOWN


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))


def _only(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Keep what points at one payer only."""
    found: dict[str, int] = {}
    shared = set()
    for key, payer in pairs:
        if found.setdefault(key, payer) != payer:
            shared.add(key)
    return {key: payer for key, payer in found.items() if key not in shared}
