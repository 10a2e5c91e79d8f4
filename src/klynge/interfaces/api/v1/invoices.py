"""Invoices and credit notes, with what is open on them, as data, PDF and XML."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from ninja import Path, Query, Router
from pydantic import Field

from klynge.billing import queries
from klynge.billing.models import Invoice, InvoiceKind
from klynge.billing.queries import InvoiceFilter, InvoiceState
from klynge.billing.queries.einvoicing import einvoice_xml, xml_name
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.interfaces.api.paging import Page, Paging, page_of

from .doing import reads, reads_file, told
from .shapes import Amount, Id, Number, OrganisationRef, Schema, Search, amount, ref

router = Router(tags=["Invoices"])
SCOPE = "invoices:read"


class InvoiceOut(Schema):
    """A document with a number; it never changes, only what is paid and credited does."""

    number: str
    kind: Literal[tuple(InvoiceKind.values)]
    organisation: OrganisationRef
    state: Literal[tuple(InvoiceState.values)] = Field(description="Where it stands today.")
    issued_on: date
    due_on: date
    issued_at: datetime
    net: Amount
    vat: Amount
    total: Amount
    paid: Amount
    credited: Amount
    open: Amount
    credits: str | None = Field(description="Of a credit note: the number of the invoice that it credits.")
    reason: str
    payment_id: str = Field(description="The FIK 71 payment id, when there is one.")
    language: Literal["da", "en"]
    pdf: str = Field(description="The address of the document as PDF.")
    xml: str = Field(description="The address of the document as an e-invoice.")


class LineOut(Schema):
    """One thing charged."""

    text: str
    note: str
    net: Amount
    vat_rate_bp: int = Field(description="The VAT rate in basis points: 2500 is 25 %.")


class InvoiceDetail(InvoiceOut):
    """The document with its lines."""

    lines: list[LineOut]


class InvoiceWanted(Paging):
    """Which documents."""

    state: Literal[tuple(InvoiceState.values)] | None = None
    organisation: Id | None = None
    year: Search | None = Field(None, description="The series: what stands before the number.")
    q: Search | None = Field(None, description="A number, a payment id, or what an organisation is found by.")


def _plain(request: HttpRequest, row: Any) -> dict[str, Any]:
    money = {name: amount(getattr(row, f"{name}_minor"), row.currency) for name in ("net", "vat", "total", "paid", "credited", "open")}
    same = {
        name: getattr(row, name)
        for name in ("number", "kind", "state", "issued_on", "due_on", "issued_at", "reason", "payment_id", "language")
    }
    base = f"/api/v1/{request.cluster.slug}/invoices/{row.number}"
    links = {kind: request.build_absolute_uri(f"{base}/{kind}") for kind in ("pdf", "xml")}
    return {**same, **money, **links, "organisation": ref(row.organisation), "credits": row.credits.number if row.credits else None}


def _visible(request: HttpRequest) -> Any:
    rows = Invoice.objects.visible_to(request.actor).select_related("organisation", "credits", "cluster")
    return queries.with_balance(rows, on=day_of(timezone.now()))


def _said(request: HttpRequest, rows: Sequence[Any]) -> list[InvoiceOut]:
    return [InvoiceOut(**_plain(request, row)) for row in rows]


@reads(router, "", scope=SCOPE, gives=Page[InvoiceOut])
def list_invoices(request: HttpRequest, wanted: Query[InvoiceWanted]) -> Any:
    """List invoices and credit notes, the latest first."""
    rows = _visible(request)
    if wanted.state or wanted.organisation is not None or wanted.year or wanted.q:
        narrowed = InvoiceFilter(
            state=wanted.state or "", search=wanted.q or "", year=wanted.year or "", organisation_id=wanted.organisation
        )
        rows = rows.filter(pk__in=queries.invoice_ids(request.cluster, narrowed, on=day_of(timezone.now())).order_by())
    return page_of(request, rows, wanted, said=lambda found: _said(request, found), is_newest_first=True)


@reads(router, "/{number}", scope=SCOPE, gives=InvoiceDetail)
def get_invoice(request: HttpRequest, number: Path[Number]) -> Any:
    """Show one document with its lines."""
    row = get_object_or_404(_visible(request), number=number)
    lines = [
        LineOut(text=line.text, note=line.note, net=amount(line.net_minor, row.currency), vat_rate_bp=line.vat_rate_bp)
        for line in row.lines.order_by("position")
    ]
    return InvoiceDetail(**_plain(request, row), lines=lines)


@reads_file(router, "/{number}/pdf", scope=SCOPE, media_type="application/pdf")
def get_invoice_pdf(request: HttpRequest, number: Path[Number]) -> Any:
    """Fetch the document as PDF/A-3 with the e-invoice within."""
    row = get_object_or_404(_visible(request), number=number)
    return _file(queries.invoice_pdf(row), "application/pdf", queries.file_name(row))


@reads_file(router, "/{number}/xml", scope=SCOPE, media_type="application/xml", also=(409,))
def get_invoice_xml(request: HttpRequest, number: Path[Number]) -> Any:
    """Fetch the document as an e-invoice (Peppol BIS Billing 3); 409 says what keeps it from being one."""
    row = get_object_or_404(_visible(request), number=number)
    try:
        content = einvoice_xml(row)
    except Invalid as fault:
        raise told(fault, as_conflict=True) from fault
    return _file(content, "application/xml", xml_name(row))


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": disposition})
