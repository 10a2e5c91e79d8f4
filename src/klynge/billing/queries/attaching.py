"""The PDF of an invoice as something that travels with a mail."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from klynge.billing.models import Invoice, InvoiceKind
from klynge.outbox.queries import AttachedFile

from .invoice_pdf import invoice_pdf

KIND = "billing.invoice_pdf"


def attached_invoice(attachment: Mapping[str, Any]) -> AttachedFile:
    """Return the document that ``{"id": …}`` names, inside its cluster's scope. Raises: Invoice.DoesNotExist."""
    invoice = Invoice.objects.select_related("cluster", "credits").get(pk=attachment["id"])
    return AttachedFile(file_name(invoice), invoice_pdf(invoice), "application/pdf")


def file_name(invoice: Invoice) -> str:
    """Return what the PDF is called on somebody's disk, in the invoice's language."""
    with override(invoice.language):
        word = _("credit-note") if invoice.kind == InvoiceKind.CREDIT_NOTE else _("invoice")
    return f"{word}-{invoice.number}.pdf"
