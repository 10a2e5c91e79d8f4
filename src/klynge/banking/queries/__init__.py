"""Reads of the banking room."""

from .accounts import account_of_heading, accounts, default_account
from .entries import EntryFilter, entries, entry_ids
from .overlaps import already_told
from .statements import Gap, balance_told, gaps
from .wording import refusal_text

__all__ = [
    "EntryFilter", "Gap", "account_of_heading", "accounts", "already_told", "balance_told", "default_account", "entries", "entry_ids", "gaps", "refusal_text",
]  # fmt: skip
