"""E-invoices on their way: which are due, and what stands in the way of one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.billing.models import DeliveryStatus, EInvoiceDelivery, Invoice
from klynge.billing.rules.einvoice import faults
from klynge.core.errors import Invalid
from klynge.directory.models import Organisation, OrganisationKind

from .einvoice_wording import fault_text
from .einvoicing import einvoice


def due_deliveries(cluster: Cluster, *, at: datetime) -> QuerySet[EInvoiceDelivery]:
    """Return those to send, and those sent whose receiver is to be asked, that are due; the oldest first."""
    due = EInvoiceDelivery.objects.filter(cluster=cluster, next_try_at__lte=at, status__in=[DeliveryStatus.WAITING, DeliveryStatus.SENT])
    return due.select_related("invoice__credits", "invoice__cluster", "invoice__organisation").order_by("next_try_at", "id")


def waiting_deliveries(cluster: Cluster) -> QuerySet[EInvoiceDelivery]:
    """Return all that wait to be sent, also those whose pause is not over."""
    return EInvoiceDelivery.objects.filter(cluster=cluster, status=DeliveryStatus.WAITING).select_related("invoice").order_by("id")


def deliveries_of(invoice: Invoice) -> QuerySet[EInvoiceDelivery]:
    """Return an invoice's deliveries with what happened to each, in order."""
    return EInvoiceDelivery.objects.filter(invoice=invoice).prefetch_related("events").order_by("id")


def require_reachable(organisation: Organisation) -> None:
    """Refuse to bill a public body that no e-invoice reaches: it would not pay. Raises: Invalid."""
    if organisation.kind == OrganisationKind.PUBLIC and not organisation.gln:
        raise Invalid(
            _("%s is a public body without a GLN, so no e-invoice reaches it. Add the GLN on its page first.") % organisation, field="gln"
        )


def einvoice_obstacles(invoice: Invoice) -> list[str]:
    """Return in words what keeps the document from being sent as an e-invoice; empty when nothing does."""
    obstacles = [fault_text(fault) for fault in faults(einvoice(invoice))]
    if invoice.organisation.kind == OrganisationKind.PUBLIC and not invoice.buyer["gln"]:
        obstacles.insert(0, _("Buyer: a public body needs a GLN. Add it on the organisation's page, credit the invoice and issue it anew."))
    return obstacles
