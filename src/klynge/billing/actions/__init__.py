"""Actions of the billing room."""

from .accept_match import accept_match
from .agree_instalments import agree_instalments
from .allocate_payment import allocate_payment
from .allocate_payments import allocate_payments
from .blot_invoice_contacts import blot_invoice_contacts
from .book_matches import book_matches
from .change_product import change_product
from .choose_match import choose_match
from .close_dispute import close_dispute
from .create_product import create_product
from .credit_invoices import credit_invoices
from .end_instalments import end_instalments
from .end_pause import end_pause
from .issue_credit_note import issue_credit_note
from .issue_invoice import DraftLine, issue_invoice
from .issue_invoices import issue_invoices
from .match_entries import Matching, match_entries
from .open_dispute import open_dispute
from .pause_reminders import pause_reminders
from .prepare_correction_mail import prepare_correction_mail
from .prepare_einvoices import prepare_einvoices
from .prepare_invoice_mails import prepare_invoice_mails
from .prepare_reminder_mails import prepare_reminder_mails
from .record_delivery import record_delivery
from .record_payment import record_payment
from .record_payments import record_payments
from .refund_payment import refund_payment
from .release_allocation import release_allocation
from .restore_entry import restore_entry
from .return_entry import return_entry
from .reverse_match import reverse_match
from .reverse_payment import reverse_payment
from .reverse_refund import reverse_refund
from .reverse_write_off import reverse_write_off
from .send_einvoice import send_einvoice
from .send_reminders import send_reminders
from .set_arrears_rule import set_arrears_rule
from .set_aside_entries import set_aside_entries
from .set_aside_entry import set_aside_entry
from .set_fee_status import set_fee_status
from .set_reference_rate import set_reference_rate
from .set_reminder_steps import set_reminder_steps
from .write_off_invoice import write_off_invoice

__all__ = [
    "DraftLine",
    "Matching",
    "accept_match",
    "agree_instalments",
    "allocate_payment",
    "allocate_payments",
    "blot_invoice_contacts",
    "book_matches",
    "change_product",
    "choose_match",
    "close_dispute",
    "create_product",
    "credit_invoices",
    "end_instalments",
    "end_pause",
    "issue_credit_note",
    "issue_invoice",
    "issue_invoices",
    "match_entries",
    "open_dispute",
    "pause_reminders",
    "prepare_correction_mail",
    "prepare_einvoices",
    "prepare_invoice_mails",
    "prepare_reminder_mails",
    "record_delivery",
    "record_payment",
    "record_payments",
    "refund_payment",
    "release_allocation",
    "restore_entry",
    "return_entry",
    "reverse_match",
    "reverse_payment",
    "reverse_refund",
    "reverse_write_off",
    "send_einvoice",
    "send_reminders",
    "set_arrears_rule",
    "set_aside_entries",
    "set_aside_entry",
    "set_fee_status",
    "set_reference_rate",
    "set_reminder_steps",
    "write_off_invoice",
]
