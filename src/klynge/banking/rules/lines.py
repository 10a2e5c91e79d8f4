"""What every kind of bank file comes down to: headings, lines, and clear faults."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from hashlib import sha256

LARGEST = 10**15  # minor units; anything above is no payment but a fault


class Unreadable(Exception):
    """A file, or a place in it, that can't be read: ``code`` says what, ``line`` where (0: the file as a whole)."""

    def __init__(self, code: str, *, line: int = 0, value: str = "") -> None:
        super().__init__(f"{code} (line {line}): {value}")
        self.code, self.line, self.value = code, line, value[:80]


@dataclass(frozen=True, slots=True)
class Heading:
    """What a statement says of its account and days; balances in minor units, none where the file has none."""

    account: str = ""  # IBAN, or registration and account number; empty where the file doesn't name it
    currency: str = ""
    name: str = ""
    number: str = ""
    opening_minor: int | None = None
    closing_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One movement: above zero when money came in."""

    booked_on: date
    amount_minor: int
    currency: str
    value_on: date | None = None
    original_minor: int | None = None
    original_currency: str = ""
    is_reversal: bool = False
    reference_kind: str = ""  # "fik", "rf" or nothing
    reference: str = ""
    fik_creditor: str = ""
    text: str = ""
    payer_name: str = ""
    payer_account: str = ""
    bank_reference: str = ""
    batch: str = ""

    @property
    def fingerprint(self) -> str:
        """Return the same 64 characters for the same movement, in whichever file of the kind it stands."""
        said = [str(getattr(self, field.name)) for field in fields(self) if field.name != "batch"]
        return sha256("\x1f".join(said).encode()).hexdigest()


def minor_of(text: str, *, line: int) -> int:
    """Return ``1234.50`` as minor units, without its sign's leave. Raises: Unreadable."""
    if not re.fullmatch(r"-?\d{1,18}(\.\d{1,10})?", text):
        raise Unreadable("amount", line=line, value=text)
    minor = Decimal(text).scaleb(2)
    if minor != minor.to_integral_value():
        raise Unreadable("decimals", line=line, value=text)
    if abs(minor) > LARGEST:
        raise Unreadable("amount", line=line, value=text)
    return int(minor)


def plain(text: str | None, length: int) -> str:
    """Return the text on one line, without characters that a database refuses, cut to the length."""
    return " ".join((text or "").replace("\x00", "").split())[:length]


def reference_of(text: str) -> tuple[str, str]:
    """Return (kind, reference) of a structured reference: ``71/000000000074203`` is a FIK id, ``RF18 5390 ...`` a creditor reference.

    Source: the FI payment slip (kortart 71, 75) and ISO 11649.
    """
    bare = re.sub(r"\s", "", text).upper()
    if found := re.fullmatch(r"\+?(71|75)[/#<](\d{15,16})(\+\d{8}<)?", bare):
        return "fik", found[2]
    if re.fullmatch(r"RF\d{2}[0-9A-Z]{1,21}", bare):
        return "rf", bare
    if re.fullmatch(r"\d{15,16}", bare):
        return "fik", bare
    return "", ""
