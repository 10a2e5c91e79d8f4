"""What a payment settles: use money on account, and take that back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from klynge.billing import actions, policies
from klynge.billing.models import Allocation, Invoice, Payment
from klynge.billing.queries import invoice_by_number
from klynge.billing.queries.settling import invoices_to_settle, with_unallocated

from .acting import by, do
from .forms import ReleaseForm, UsePaymentForm


def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask which invoice the rest of a payment settles."""
    _allow(request)
    payment = _payment(request, pk)
    choices = list(invoices_to_settle(request.cluster, payment.organisation_id))
    form = UsePaymentForm(request.POST or None, invoices=choices, currency=payment.currency)
    if request.method == "POST" and form.is_valid():
        invoice, is_anothers = _chosen(request, form, choices)
        if invoice:
            facts = {"amount_minor": form.cleaned_data["amount"], "pays_for_another": is_anothers}
            if do(form, lambda: actions.allocate_payment(payment, invoice=invoice, **facts, **by(request))):
                messages.success(request, _("The payment settles invoice %s.") % invoice.number)
                return redirect("office:invoices:detail", request.cluster.slug, invoice.number)
    context = {"payment": payment, "form": form, "choices": choices}
    return render(request, "office/invoices/use.html", context, status=422 if form.errors else 200)


def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why a payment does not settle its invoice after all, then release it."""
    _allow(request)
    made = Allocation.objects.filter(payment__cluster=request.cluster, reverses__isnull=True, released_by__isnull=True)
    allocation = get_object_or_404(made.select_related("payment", "invoice"), pk=pk)
    form = ReleaseForm(request.POST or None)
    is_asked = request.method == "POST" and form.is_valid()
    if is_asked and do(form, lambda: actions.release_allocation(allocation, **form.cleaned_data, **by(request))):
        messages.success(request, _("Released: the money is on account again."))
        return redirect("office:invoices:detail", request.cluster.slug, allocation.invoice.number)
    return render(request, "office/invoices/release.html", {"allocation": allocation, "form": form}, status=422 if form.errors else 200)


def _allow(request: HttpRequest) -> None:
    if not policies.may_allocate(request.actor, request.cluster):
        raise PermissionDenied


def _payment(request: HttpRequest, pk: int) -> Any:
    received = Payment.objects.filter(cluster=request.cluster).select_related("cluster", "organisation")
    return get_object_or_404(with_unallocated(received), pk=pk)


def _chosen(request: HttpRequest, form: UsePaymentForm, choices: list[Invoice]) -> tuple[Invoice | None, bool]:
    """Return the invoice, and whether it is another organisation's; none with the reason on the form."""
    number = form.cleaned_data["number"].strip()
    if not number:
        return next((invoice for invoice in choices if invoice.number == form.cleaned_data["invoice"]), None), False
    invoice = invoice_by_number(request.cluster, number)
    if invoice is None:
        form.add_error("number", _("There is no invoice %s here.") % number)
    return invoice, True
