"""Reads over products, invoices and payments; one file per topic."""

from .attaching import file_name
from .balances import InvoiceState, Settlement, invoice_by_number, open_minor, settlement_of, with_balance
from .invoice_pdf import invoice_pdf
from .listing import InvoiceFilter, invoice_count, invoice_ids, invoice_list, invoices_in_order, years
from .parties import buyer_snapshot
from .printing import printed_invoice
from .readiness import fee_status_on, require_may_bill_on, seller_snapshot
from .standing import DuesTotals, Standing, dues_totals, receivable_by_organisation, standing
from .vat_report import VatLine, VatReport, vat_report

__all__ = [
    "DuesTotals",
    "InvoiceFilter",
    "InvoiceState",
    "Settlement",
    "Standing",
    "VatLine",
    "VatReport",
    "buyer_snapshot",
    "dues_totals",
    "fee_status_on",
    "file_name",
    "invoice_by_number",
    "invoice_count",
    "invoice_ids",
    "invoice_list",
    "invoice_pdf",
    "invoices_in_order",
    "open_minor",
    "printed_invoice",
    "receivable_by_organisation",
    "require_may_bill_on",
    "seller_snapshot",
    "settlement_of",
    "standing",
    "vat_report",
    "with_balance",
    "years",
]
