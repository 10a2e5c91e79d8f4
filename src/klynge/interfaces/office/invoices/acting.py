"""What is done with one invoice: credit it, record a payment."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from klynge.billing import actions, policies
from klynge.billing.queries.settling import unallocated_minor
from klynge.billing.rules.formats import amount
from klynge.core.clock import day_of
from klynge.core.errors import HouseError, Refused
from klynge.ui.formats import money

from .forms import CreditForm, PaymentForm
from .views import find


def credit(request: HttpRequest, number: str) -> HttpResponse:
    """Ask why, then take the invoice back in full."""
    found = find(request, number)
    if not policies.may_credit(request.actor, request.cluster):
        raise PermissionDenied
    form, today = CreditForm(request.POST or None), day_of(timezone.now())
    if request.method == "POST" and form.is_valid():
        note = do(form, lambda: actions.issue_credit_note(found, **form.cleaned_data, issued_on=max(today, found.issued_on), **by(request)))
        if note:
            messages.success(request, _("Credited: %s was issued, and its mail waits in the outbox.") % note.number)
            return redirect("office:invoices:detail", request.cluster.slug, note.number)
    return _show(request, "credit", found, form)


def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Ask what came in, then settle the invoice with it."""
    found = find(request, number)
    if not policies.may_record_payment(request.actor, request.cluster):
        raise PermissionDenied
    form = PaymentForm(request.POST or None, initial=_expected(request, found))
    if request.method == "POST" and form.is_valid():
        facts = {"received_on": form.cleaned_data["received_on"], "reference": form.cleaned_data["reference"], "invoice": found}
        minor = form.cleaned_data["amount"]
        payment = do(
            form, lambda: actions.record_payment(found.organisation, cluster=request.cluster, amount_minor=minor, **facts, **by(request))
        )
        if payment:
            left = unallocated_minor(payment)
            kept = _("%s is more than was open, and stays on account.") % money(left, payment.currency) if left else ""
            messages.success(request, f"{_('The payment is recorded.')} {kept}".strip())
            return redirect("office:invoices:detail", request.cluster.slug, number)
    return _show(request, "payment", found, form)


def by(request: HttpRequest) -> dict[str, Any]:
    """Return who does it, and when."""
    return {"actor": request.actor, "at": timezone.now()}


def _expected(request: HttpRequest, invoice: Any) -> dict[str, Any]:
    language = getattr(request, "LANGUAGE_CODE", "da")[:2]
    return {"amount": amount(max(invoice.open_minor, 0), language), "received_on": day_of(timezone.now())}


def do(form: forms.Form, action: Callable[[], Any]) -> Any:
    """Do it; a refusal is put beside the field it is about, and None returned."""
    try:
        return action()
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        field = getattr(refusal, "field", None)
        form.add_error(field if field in form.fields else None, str(refusal))
        return None


def _show(request: HttpRequest, page: str, invoice: Any, form: forms.Form) -> HttpResponse:
    return render(request, f"office/invoices/{page}.html", {"invoice": invoice, "form": form}, status=422 if form.errors else 200)
