"""The company's invoices and credit notes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from klynge.billing import queries
from klynge.billing.models import Invoice
from klynge.billing.queries.einvoicing import einvoice_xml, xml_name
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.interfaces.wording.invoices import row_of

from .showing import go, show


@require_safe
def invoice_list(request: HttpRequest) -> HttpResponse:
    """Show every document with what is open on it, and how the company stands."""
    today = day_of(timezone.now())
    rows = queries.with_balance(_own(request), on=today).order_by("-issued_on", "-id")
    context = {
        "rows": [row_of(invoice) for invoice in rows],
        "standing": queries.standing(request.cluster, request.desk.organisation.pk, on=today),
    }
    return show(request, "invoices", context)


@require_safe
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Hand over the document as its reader gets it."""
    return _file(queries.invoice_pdf(found := _find(request, number)), "application/pdf", queries.file_name(found))


@require_safe
def xml(request: HttpRequest, number: str) -> HttpResponse:
    """Hand over the document for a bookkeeping program; or say what stands in the way."""
    found = _find(request, number)
    try:
        return _file(einvoice_xml(found), "application/xml", xml_name(found))
    except Invalid as fault:
        messages.error(request, str(fault))
        return go(request, "invoices")


def _own(request: HttpRequest) -> Any:
    return Invoice.objects.visible_to(request.actor).filter(organisation=request.desk.organisation)


def _find(request: HttpRequest, number: str) -> Invoice:
    if "\x00" in number:
        raise Http404
    found: Invoice = get_object_or_404(_own(request).select_related("cluster", "organisation", "credits"), number=number)
    return found


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
