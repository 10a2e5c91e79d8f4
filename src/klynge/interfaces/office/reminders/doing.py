"""What is done about late payers: send, note a dispute, pause."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from klynge.billing import actions, policies
from klynge.billing.queries.reminding import pauses_of
from klynge.core.clock import day_of
from klynge.core.errors import HouseError, Refused
from klynge.interfaces.office.invoices.views import find

from .forms import OutcomeForm, PauseForm, ReasonForm
from .views import planned


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send what was looked at; when something has changed since, show the list anew."""
    on = day_of(timezone.now())
    try:
        made = actions.send_reminders(request.cluster, on=on, digest=request.POST.get("digest", ""), **by(request))
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        return render(request, "office/reminders/plan.html", {**planned(request, on), "refusal": str(refusal)}, status=422)
    count = len(made)
    messages.success(request, ngettext("%s reminder is made; its mail waits in the outbox.", "%s reminders are made; their mails wait in the outbox.", count) % count)  # fmt: skip
    return redirect("office:reminders:sent", request.cluster.slug)


def dispute(request: HttpRequest, number: str) -> HttpResponse:
    """Note that the buyer disputes an invoice."""
    invoice, form = _found(request, number), ReasonForm(request.POST or None)
    return _asked(request, invoice, form, _("The buyer disputes it"), lambda data: actions.open_dispute(invoice, **data, **by(request)))


def settle(request: HttpRequest, number: str) -> HttpResponse:
    """Note how the dispute ended."""
    invoice, form = _found(request, number), OutcomeForm(request.POST or None)
    living = invoice.disputes.filter(closed_on__isnull=True).first()
    if living is None:
        raise Http404
    return _asked(request, invoice, form, _("The dispute is over"), lambda data: actions.close_dispute(living, **data, **by(request)))


def pause(request: HttpRequest, number: str) -> HttpResponse:
    """Send no reminders for a while."""
    invoice, form = _found(request, number), PauseForm(request.POST or None)

    def work(data: dict[str, Any]) -> object:
        only = None if data.pop("is_all") else invoice
        return actions.pause_reminders(invoice.organisation, cluster=request.cluster, invoice=only, **data, **by(request))

    return _asked(request, invoice, form, _("Pause the reminders"), work)


@require_POST
def resume(request: HttpRequest, number: str) -> HttpResponse:
    """Let the reminders of an invoice go on at once."""
    invoice, today = _found(request, number), day_of(timezone.now())
    living = pauses_of(invoice, on=today).first()
    if living is None:
        raise Http404
    actions.end_pause(living, **by(request))
    messages.success(request, _("Saved."))
    return redirect("office:invoices:detail", request.cluster.slug, number)


def by(request: HttpRequest) -> dict[str, Any]:
    """Say who does it and when."""
    return {"actor": request.actor, "at": timezone.now()}


def _found(request: HttpRequest, number: str) -> Any:
    invoice = find(request, number)
    if not policies.may_remind(request.actor, request.cluster):
        raise PermissionDenied
    return invoice


def _asked(request: HttpRequest, invoice: Any, form: Form, title: str, work: Callable[[dict[str, Any]], object]) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and done(form, lambda: work(dict(form.cleaned_data))):
        messages.success(request, _("Saved."))
        return redirect("office:invoices:detail", request.cluster.slug, invoice.number)
    context = {"form": form, "invoice": invoice, "form_title": title}
    return render(request, "office/reminders/form.html", context, status=422 if form.errors else 200)


def done(form: Form, work: Callable[[], object]) -> bool:
    """Do it; a refusal is put beside the field it is about."""
    try:
        work()
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        field = getattr(refusal, "field", None)
        form.add_error(field if field in form.fields else None, str(refusal))
        return False
    return True
