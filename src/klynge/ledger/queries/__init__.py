"""Reads of the books."""

from .accounts import AccountLine, account_lines
from .balances import AccountBalance, balance, trial_balance
from .charting import ChartLine, chart_lines, chart_numbers
from .closing import closed_through, closings, first_open_day, hold, require_open
from .exporting import FORMATS, export_lines
from .journal import JournalEntry, JournalFilter, Leg, journal, journal_page
from .sealing import BOOKS, verify_books

__all__ = [
    "BOOKS", "FORMATS", "AccountBalance", "AccountLine", "ChartLine", "JournalEntry", "JournalFilter", "Leg", "account_lines", "balance", "chart_lines", "chart_numbers", "closed_through", "closings", "export_lines",
    "first_open_day", "hold", "journal", "journal_page", "require_open", "trial_balance", "verify_books",
]  # fmt: skip
