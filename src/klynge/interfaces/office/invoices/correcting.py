"""What is agreed or given up after an invoice was issued: losses, refunds, instalments, and the way back of each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from klynge.billing import actions, policies
from klynge.billing.models import InstalmentPlan, Payment, Refund, WriteOff
from klynge.billing.queries.correction_pdf import correction_name, correction_pdf
from klynge.billing.queries.settling import with_unallocated
from klynge.billing.rules.formats import amount
from klynge.billing.rules.instalments import monthly
from klynge.core.clock import day_of
from klynge.ui.formats import money

from .acting import by, do
from .forms import InstalmentForm, ReasonForm, RefundForm, WriteOffForm
from .views import find

DOCUMENTS: dict[str, Any] = {"refund": Refund, "plan": InstalmentPlan, "loss": WriteOff}


def write_off(request: HttpRequest, number: str) -> HttpResponse:
    """Ask why the rest of an invoice is lost, then book it."""
    found = find(request, number)
    form = WriteOffForm(request.POST or None, initial={"on": _today()})
    words = {
        "title": _("Give up %s") % number,
        "alert": _("%(amount)s is booked as a loss, with its VAT, and nothing is open any more. It can be taken back. Relief of the VAT is claimed in the bookkeeping, when the loss is final.")
        % {"amount": money(found.open_minor, found.currency)},
        "button": _("Book the loss"),
    }  # fmt: skip
    work = lambda: actions.write_off_invoice(found, **form.cleaned_data, **by(request))  # noqa: E731
    return _ask(request, form, words, policies.may_write_off, work, said=_("Booked as a loss."), number=number)


def undo_write_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why a loss is none after all, then take it back."""
    made = get_object_or_404(WriteOff.objects.filter(payment__cluster=request.cluster).select_related("payment__cluster", "invoice"), pk=pk)
    form = ReasonForm(request.POST or None)
    words = {"title": _("Take the write-off of %s back") % made.invoice.number, "alert": _("The amount is owed again, and reminders go on."), "button": _("Take it back")}  # fmt: skip
    work = lambda: actions.reverse_write_off(made, **form.cleaned_data, **by(request))  # noqa: E731
    return _ask(request, form, words, policies.may_write_off, work, said=_("The amount is owed again."), number=made.invoice.number)


def instalments(request: HttpRequest, number: str) -> HttpResponse:
    """Ask in how many parts and from when, then agree on it and prepare the letter."""
    found = find(request, number)
    form = InstalmentForm(request.POST or None)
    words = {
        "title": _("Instalments for %s") % number,
        "alert": _("%(amount)s is divided evenly over the months. While each part comes in time, no reminder is sent and benefits stay.") % {"amount": money(found.open_minor, found.currency)},
        "button": _("Make the agreement"),
    }  # fmt: skip
    work = lambda: _agreed(request, form, found)  # noqa: E731
    return _ask(
        request, form, words, policies.may_remind, work, said=_("Agreed. The letter with the days waits in the outbox."), number=number
    )


def _agreed(request: HttpRequest, form: Form, invoice: Any) -> Any:
    data = form.cleaned_data
    plan = actions.agree_instalments(invoice, days=monthly(data["first_on"], data["count"]), note=data["note"], **by(request))
    return actions.prepare_correction_mail(plan, **by(request))


def end_instalments(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why an agreement ends, then end it."""
    plan = get_object_or_404(InstalmentPlan.objects.filter(cluster=request.cluster).select_related("invoice", "cluster"), pk=pk)
    form = ReasonForm(request.POST or None)
    words = {"title": _("End the instalments for %s") % plan.invoice.number, "alert": _("What is open is due as the invoice says, and reminders go on."), "button": _("End the agreement")}  # fmt: skip
    work = lambda: actions.end_instalments(plan, **form.cleaned_data, **by(request))  # noqa: E731
    return _ask(request, form, words, policies.may_remind, work, said=_("The agreement has ended."), number=plan.invoice.number)


def refund(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask where the rest of a payment was paid back to, then book it and prepare the letter."""
    payment = get_object_or_404(
        with_unallocated(Payment.objects.filter(cluster=request.cluster).select_related("cluster", "organisation")), pk=pk
    )
    left = payment.unallocated_minor
    form = RefundForm(request.POST or None, initial={"amount": amount(max(left, 0), request.LANGUAGE_CODE[:2]), "paid_on": _today()})
    words = {
        "title": _("Pay back to %s") % payment.organisation.name,
        "alert": _("%(left)s of the payment %(reference)s settles nothing. Make the transfer at your bank; here it is booked, and a letter is prepared.") % {"left": money(left, payment.currency), "reference": payment.reference},
        "button": _("Book the refund"),
    }  # fmt: skip
    work = lambda: _refunded(request, form, payment)  # noqa: E731
    return _ask(request, form, words, policies.may_refund, work, said=_("The refund is booked, and its letter waits in the outbox."))


def _refunded(request: HttpRequest, form: Form, payment: Any) -> Any:
    facts = dict(form.cleaned_data)
    facts["amount_minor"] = facts.pop("amount")
    return actions.prepare_correction_mail(actions.refund_payment(payment, **facts, **by(request)), **by(request))


def undo_refund(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why a refund is none after all, then take it back."""
    made = get_object_or_404(Refund.objects.filter(cluster=request.cluster).select_related("cluster", "entry__cluster"), pk=pk)
    form = ReasonForm(request.POST or None)
    words = {"title": _("Take the refund %s back") % made.number, "alert": _("The money stands on the payer's account again, as if it had never left."), "button": _("Take it back")}  # fmt: skip
    work = lambda: actions.reverse_refund(made, **form.cleaned_data, **by(request))  # noqa: E731
    return _ask(request, form, words, policies.may_refund, work, said=_("The money is on account again."))


@require_safe
def document(request: HttpRequest, of: str, pk: int) -> HttpResponse:
    """Hand over the document of a correction as PDF."""
    if of not in DOCUMENTS:
        raise Http404
    where = {"payment__cluster": request.cluster} if of == "loss" else {"cluster": request.cluster}
    made = get_object_or_404(DOCUMENTS[of].objects.filter(**where), pk=pk)
    headers = {"Content-Disposition": f'inline; filename="{correction_name(made)}"'}
    return HttpResponse(correction_pdf(made), content_type="application/pdf", headers=headers)


def _today() -> Any:
    return day_of(timezone.now())


def _ask(
    request: HttpRequest,
    form: Form,
    words: dict[str, str],
    may: Callable[..., bool],
    work: Callable[[], Any],
    *,
    said: str,
    number: str = "",
) -> HttpResponse:
    """Show what will happen and the form; do it when it is sent, and go back to the invoice, or to the receivables."""
    if not may(request.actor, request.cluster):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid() and do(form, work):
        messages.success(request, said)
        if number:
            return redirect("office:invoices:detail", request.cluster.slug, number)
        return redirect("office:receivables:list", request.cluster.slug)
    context = {"form": form, "number": number, **words}
    return render(request, "office/invoices/correct.html", context, status=422 if form.errors else 200)
