"""Jobs of the billing room; the worker finds them here."""

from .einvoices import prepare_einvoices, send_einvoices, send_waiting_einvoices
from .mails import prepare_invoice_mail
from .matching import match_all_entries, match_entries
from .reminders import prepare_reminder_mail

__all__ = [
    "match_all_entries",
    "match_entries",
    "prepare_einvoices",
    "prepare_invoice_mail",
    "prepare_reminder_mail",
    "send_einvoices",
    "send_waiting_einvoices",
]
