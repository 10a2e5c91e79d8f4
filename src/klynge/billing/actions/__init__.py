"""Actions of the billing room."""

from .credit_invoices import credit_invoices
from .issue_invoices import issue_invoices
from .record_payments import record_payments

__all__ = ["credit_invoices", "issue_invoices", "record_payments"]
