"""The journal as rows for a spreadsheet, and as draft entries for e-conomic.

Source: e-conomic journals API, draft entries (entry type, voucher number, account, contra account, amount, currency, date, text).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from .plaintext import Entry, amount

HEADINGS = ("number", "date", "reference", "text", "account", "account_name", "ledger_account", "debit", "credit", "currency")
LONGEST_TEXT = 250  # of an entry in e-conomic


def journal_rows(entries: Iterable[Entry], *, number_of: Callable[[str], str], name_of: Callable[[str], str]) -> Iterator[tuple[str, ...]]:
    """Yield the headings and then one row a leg; ``number_of`` and ``name_of`` tell the chart's number and name of an account code."""
    yield HEADINGS
    for count, entry in enumerate(entries, 1):
        for code, _kind, minor, currency in entry.legs:
            debit, credit = (amount(minor), "") if minor > 0 else ("", amount(-minor))
            yield (str(count), str(entry.day), entry.reference, entry.text, number_of(code), name_of(code), code, debit, credit, currency)


def draft_entries(entries: Iterable[Entry], *, number_of: Callable[[str], str], journal: int) -> Iterator[str]:
    """Yield the lines of a JSON array of draft entries, one a leg: a transaction is one voucher, whose amounts add up to zero."""
    start = "["
    for voucher, entry in enumerate(entries, 1):
        for code, _kind, minor, currency in entry.legs:
            row = {
                "journalNumber": journal,
                "entryType": "financeVoucher",
                "voucherNumber": voucher,
                "accountNumber": int(number_of(code)),
                "currency": currency,
                "date": str(entry.day),
                "text": f"{entry.text} · {entry.reference}"[:LONGEST_TEXT],
            }
            # the amount is written as digits, so that no binary fraction comes between
            yield f'{start}{json.dumps(row, ensure_ascii=False)[:-1]}, "amount": {amount(minor)}}}'
            start = ","
    yield "]" if start == "," else "[]"
