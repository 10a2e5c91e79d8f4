"""What the matching is told: entries, invoices, and who may be paying."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Entry:
    """Money that came in: minor units above zero, and what the bank says of it."""

    id: int
    amount_minor: int
    booked_on: date
    reference_kind: str = ""  # "fik", "rf" or nothing
    reference: str = ""
    text: str = ""
    payer_name: str = ""
    payer_account: str = ""
    original_currency: str = ""  # of a payment sent in another currency


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice: what is open may be 0, when it was paid or credited already."""

    id: int
    number: str
    payer_id: int
    open_minor: int
    total_minor: int
    issued_on: date
    payment_id: str = ""  # FIK
    is_credited: bool = False


@dataclass(frozen=True, slots=True)
class Payer:
    """An organisation that may pay: its names, and the accounts it has paid from."""

    id: int
    names: tuple[str, ...]
    accounts: tuple[str, ...] = ()
    cvr: str = ""
