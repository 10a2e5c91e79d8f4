"""Actions of the billing room."""

from .allocate_payment import allocate_payment
from .allocate_payments import allocate_payments
from .change_product import change_product
from .close_dispute import close_dispute
from .create_product import create_product
from .credit_invoices import credit_invoices
from .end_pause import end_pause
from .issue_credit_note import issue_credit_note
from .issue_invoice import DraftLine, issue_invoice
from .issue_invoices import issue_invoices
from .open_dispute import open_dispute
from .pause_reminders import pause_reminders
from .prepare_einvoices import prepare_einvoices
from .prepare_invoice_mails import prepare_invoice_mails
from .prepare_reminder_mails import prepare_reminder_mails
from .record_delivery import record_delivery
from .record_payment import record_payment
from .record_payments import record_payments
from .release_allocation import release_allocation
from .send_einvoice import send_einvoice
from .send_reminders import send_reminders
from .set_arrears_rule import set_arrears_rule
from .set_fee_status import set_fee_status
from .set_reference_rate import set_reference_rate
from .set_reminder_steps import set_reminder_steps

__all__ = [
    "DraftLine",
    "allocate_payment",
    "allocate_payments",
    "change_product",
    "close_dispute",
    "create_product",
    "credit_invoices",
    "end_pause",
    "issue_credit_note",
    "issue_invoice",
    "issue_invoices",
    "open_dispute",
    "pause_reminders",
    "prepare_einvoices",
    "prepare_invoice_mails",
    "prepare_reminder_mails",
    "record_delivery",
    "record_payment",
    "record_payments",
    "release_allocation",
    "send_einvoice",
    "send_reminders",
    "set_arrears_rule",
    "set_fee_status",
    "set_reference_rate",
    "set_reminder_steps",
]
