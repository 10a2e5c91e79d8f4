"""What is done to the books: number an account, close days, open them again."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from klynge.core.clock import day_of
from klynge.core.errors import HouseError, Refused
from klynge.core.texts import in_language
from klynge.ledger import actions, policies, queries
from klynge.ledger.rules import chart

from .forms import CloseForm, NumberForm, ReopenForm


def number(request: HttpRequest, family: str) -> HttpResponse:
    """Ask for the number of a family of accounts."""
    if family not in chart.NUMBERS:
        raise Http404
    _allow(policies.may_close(request.actor, request.cluster))
    form = NumberForm(request.POST or None, initial={"number": queries.chart_numbers(request.cluster)[family]})
    done = partial(actions.set_chart_number, request.cluster, family=family)
    if _done(request, form, lambda data: done(number=data["number"], **_by(request))):
        return redirect("office:books:chart", request.cluster.slug)
    return _show(
        request,
        form,
        in_language(chart.names_of(family)),
        "office:books:chart",
        _("The number by which your bookkeeping system knows these accounts."),
    )


def close(request: HttpRequest) -> HttpResponse:
    """Ask through which day, then close."""
    _allow(policies.may_close(request.actor, request.cluster))
    today = day_of(timezone.now())
    form = CloseForm(request.POST or None, initial={"through_on": today.replace(day=1) - timedelta(days=1)})
    if _done(request, form, lambda data: actions.close_books(request.cluster, **data, **_by(request))):
        return redirect("office:books:closing", request.cluster.slug)
    return _show(
        request,
        form,
        _("Close the books"),
        "office:books:closing",
        _(
            "Nothing can be booked on a closed day any more: no invoice, credit note or payment. What comes in later is booked on the first open day."
        ),
    )


def reopen(request: HttpRequest) -> HttpResponse:
    """Ask through which day the books stay closed and why, then open the rest."""
    _allow(policies.may_reopen(request.actor, request.cluster))
    form = ReopenForm(request.POST or None)
    if _done(request, form, lambda data: actions.reopen_books(request.cluster, **data, **_by(request))):
        return redirect("office:books:closing", request.cluster.slug)
    return _show(
        request,
        form,
        _("Open a closed period"),
        "office:books:closing",
        _("The audit log keeps who opened the books and why. Nothing that is booked changes."),
    )


def _allow(may: bool) -> None:
    if not may:
        raise PermissionDenied


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "at": timezone.now()}


def _done(request: HttpRequest, form: Form, action: Callable[[dict[str, Any]], object]) -> bool:
    """Do it when the form holds; a refusal is put beside the field it is about."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        action(form.cleaned_data)
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        field = getattr(refusal, "field", None)
        form.add_error(field if field in form.fields else None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


def _show(request: HttpRequest, form: Form, title: str, back: str, text: str) -> HttpResponse:
    context = {"form": form, "form_title": title, "back": back, "text": text}
    return render(request, "office/books/form.html", context, status=422 if form.errors else 200)
