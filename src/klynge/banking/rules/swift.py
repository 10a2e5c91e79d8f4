"""SWIFT statements (MT940), read by the library mt-940."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mt940

from .lines import Heading, Line, Unreadable, minor_of, plain, reference_of
from .spreadsheets import find_reference


def read_mt940(content: bytes) -> Iterator[Heading | Line]:
    """Yield each statement's heading and then its lines. Raises: Unreadable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    starts = [place for place in range(len(text)) if text.startswith(":20:", place) and (place == 0 or text[place - 1] == "\n")]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield from _statement(text[start:end], line=text.count("\n", 0, start) + 1)
    if not starts:
        raise Unreadable("no_statement")


def _statement(text: str, *, line: int) -> Iterator[Heading | Line]:
    try:
        statement = mt940.models.Transactions()
        statement.parse(text)
    except (ValueError, RuntimeError, KeyError, TypeError, AssertionError, ArithmeticError) as fault:
        raise Unreadable("mt940", line=line, value=str(fault)) from fault
    opening, closing = (_balance(statement.data.get(f"final_{side}_balance"), line) for side in ("opening", "closing"))
    number = statement.data.get("statement_number") or statement.data.get("transaction_reference") or ""
    currency = opening[1] or closing[1]
    account = plain(str(statement.data.get("account_identification") or ""), 34).replace(" ", "").replace("/", "")
    yield Heading(account=account, currency=currency, number=plain(str(number), 35), opening_minor=opening[0], closing_minor=closing[0])
    for one in statement:
        if (found := _line(one.data, currency, line)) is not None:
            yield found


def _balance(balance: Any, line: int) -> tuple[int | None, str]:
    if balance is None or balance.amount is None:
        return None, ""
    return minor_of(str(balance.amount.amount), line=line), str(balance.amount.currency)


def _line(data: dict[str, Any], currency: str, line: int) -> Line | None:
    if not data.get("amount"):
        return None
    minor = minor_of(str(data["amount"].amount), line=line)
    if minor == 0:
        return None
    text = plain(" ".join(filter(None, (data.get("transaction_details"), data.get("extra_details"), data.get("purpose")))), 1000)
    kind, reference = reference_of(str(data.get("customer_reference") or ""))
    if not kind:
        kind, reference = find_reference(text)
    return Line(
        booked_on=data.get("entry_date") or data["date"], value_on=data["date"], amount_minor=minor,
        currency=str(data["amount"].currency or currency), is_reversal=str(data.get("status", "")).startswith("R"),
        reference_kind=kind, reference=reference, text=text, payer_name=plain(data.get("applicant_name"), 140),
        payer_account=plain(data.get("applicant_iban"), 34), bank_reference=plain(data.get("bank_reference"), 80),
    )  # fmt: skip
