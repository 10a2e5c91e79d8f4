"""Invoices on screen: the list, and one document with everything that became of it."""

from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from klynge.billing import policies, queries
from klynge.billing.models import Invoice, InvoiceKind
from klynge.billing.queries.instalments import living_plan, standing_of_plan
from klynge.billing.queries.reminding import pauses_of
from klynge.billing.queries.settling import living_allocations
from klynge.core.clock import day_of
from klynge.interfaces.office.paging import PAGE_SIZE
from klynge.interfaces.wording.invoices import row_of
from klynge.outbox.models import Mail

from .delivering import einvoice_facts
from .forms import narrowed
from .wording import PLAN_WORDS


def invoice_list(request: HttpRequest) -> HttpResponse:
    """Show the documents, the newest first unless the address says otherwise."""
    (form, wanted), on = narrowed(request), day_of(timezone.now())
    page = _page(request, wanted, on)
    rows = [row_of(invoice) for invoice in queries.invoices_in_order(request.cluster, list(page), on=on)]
    context = {"form": form, "page": page, "rows": rows, "is_narrowed": any(form.cleaned_data.values())}
    return render(request, "office/invoices/list.html", context)


def _page(request: HttpRequest, wanted: queries.InvoiceFilter, on: date) -> "Page[int]":
    """Cut a page of ids; what a state needs is worked out once, for the count and the page together."""
    ids = queries.invoice_ids(request.cluster, wanted, on=on)
    paginator = Paginator(list(ids) if wanted.state else ids, PAGE_SIZE)
    if not wanted.state:
        paginator.count = queries.invoice_count(request.cluster, wanted, on=on)
    return paginator.get_page(request.GET.get("page"))


def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show one document: what it says, how it stands, what was paid, which mails carried it."""
    return render(request, "office/invoices/detail.html", facts_of(request, find(request, number)))


def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Hand over the document as its reader gets it."""
    found = find(request, number)
    name = queries.file_name(found)
    disposition = content_disposition_header(as_attachment="download" in request.GET, filename=name) or "inline"
    return HttpResponse(queries.invoice_pdf(found), content_type="application/pdf", headers={"Content-Disposition": disposition})


def find(request: HttpRequest, number: str) -> Any:
    """Return the document with its balance, if the reader may see it."""
    if "\x00" in number:
        raise Http404
    visible = Invoice.objects.visible_to(request.actor).select_related("cluster", "organisation", "credits")
    return get_object_or_404(queries.with_balance(visible, on=day_of(timezone.now())), number=number)


def facts_of(request: HttpRequest, invoice: Any) -> dict[str, Any]:
    """Return what the page of one document shows."""
    is_open_invoice = invoice.kind == InvoiceKind.INVOICE and not invoice.credited_minor
    notes = list(invoice.credit_notes.order_by("id"))
    return {
        **row_of(invoice),
        **einvoice_facts(request, invoice),
        "printed": queries.printed_invoice(invoice),
        "allocations": living_allocations(invoice),
        "notes": notes,
        "may_allocate": policies.may_allocate(request.actor, request.cluster),
        "mails": Mail.objects.visible_to(request.actor).filter(subject_key=f"billing.invoice:{invoice.pk}").order_by("id"),
        "may_credit": is_open_invoice and not notes and policies.may_credit(request.actor, request.cluster),
        "may_pay": is_open_invoice and invoice.open_minor > 0 and policies.may_record_payment(request.actor, request.cluster),
        **_reminded(request, invoice),
        **_corrected(request, invoice),
    }


def _corrected(request: HttpRequest, invoice: Any) -> dict[str, Any]:
    """Return what was given up or agreed about an invoice, and what may be."""
    plan = living_plan(invoice)
    standing = standing_of_plan(plan, on=day_of(timezone.now())) if plan else None
    is_open = invoice.kind == InvoiceKind.INVOICE and invoice.open_minor > 0
    may_write_off = policies.may_write_off(request.actor, request.cluster)
    return {
        "losses": invoice.write_offs.filter(payment__reversal__isnull=True).select_related("payment"),
        "plan": standing,
        "plan_words": PLAN_WORDS[standing.state] if standing else None,
        "may_write_off": is_open and may_write_off,
        "may_undo": may_write_off,
        "may_agree": is_open and plan is None and policies.may_remind(request.actor, request.cluster),
    }


def _reminded(request: HttpRequest, invoice: Any) -> dict[str, Any]:
    """Return the reminders of an invoice, and what stands in the way of more."""
    return {
        "reminders": invoice.reminders.order_by("number"),
        "dispute": invoice.disputes.filter(closed_on__isnull=True).first(),
        "pause": pauses_of(invoice, on=day_of(timezone.now())).first(),
        "may_remind": policies.may_remind(request.actor, request.cluster),
    }
