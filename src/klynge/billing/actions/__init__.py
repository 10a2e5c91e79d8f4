"""Actions of the billing room."""

from .allocate_payment import allocate_payment
from .allocate_payments import allocate_payments
from .change_product import change_product
from .create_product import create_product
from .credit_invoices import credit_invoices
from .issue_credit_note import issue_credit_note
from .issue_invoice import DraftLine, issue_invoice
from .issue_invoices import issue_invoices
from .prepare_einvoices import prepare_einvoices
from .prepare_invoice_mails import prepare_invoice_mails
from .record_delivery import record_delivery
from .record_payment import record_payment
from .record_payments import record_payments
from .release_allocation import release_allocation
from .send_einvoice import send_einvoice
from .set_fee_status import set_fee_status

__all__ = [
    "DraftLine",
    "allocate_payment",
    "allocate_payments",
    "change_product",
    "create_product",
    "credit_invoices",
    "issue_credit_note",
    "issue_invoice",
    "issue_invoices",
    "prepare_einvoices",
    "prepare_invoice_mails",
    "record_delivery",
    "record_payment",
    "record_payments",
    "release_allocation",
    "send_einvoice",
    "set_fee_status",
]
