"""What is decided about one entry: accept, set aside, take up again, take back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from klynge.billing import actions, policies
from klynge.billing.models import EntryMatch
from klynge.core.errors import HouseError, Refused
from klynge.ui.formats import money

from .entries import entry_facts, find
from .forms import AsideForm, ReverseForm
from .worklist import PAGE, facts


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Book the entry as proposed, and show the next ones where it was accepted."""
    match = find(request, pk)
    try:
        match = actions.accept_match(match, mark=request.POST.get("mark"), actor=request.actor, at=timezone.now())
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        return _again(request, match, refusal=str(refusal))
    if "kind" not in request.POST:
        messages.success(request, booked_words(match))
        return redirect("office:bank:entry", request.cluster.slug, pk)
    if request.htmx:
        return render(request, f"{PAGE}#worklist", facts(request, booked=match, booked_words=booked_words(match)))
    messages.success(request, booked_words(match))
    return redirect(_worklist(request))


def booked_words(match: EntryMatch) -> str:
    """Say what was booked."""
    facts = {"amount": money(match.entry.amount_minor, match.entry.currency), "payer": match.payer.name if match.payer else "–"}
    return _("Booked: %(amount)s from %(payer)s.") % facts


def _again(request: HttpRequest, match: EntryMatch, *, refusal: str) -> HttpResponse:
    if "kind" in request.POST:
        return render(request, f"{PAGE}#worklist" if request.htmx else PAGE, facts(request, refusal=refusal), status=422)
    return render(request, "office/bank/entry.html", entry_facts(request, match.entry_id, refusal=refusal), status=422)


def _worklist(request: HttpRequest) -> str:
    kind = request.POST.get("kind", "")
    return f"/office/{request.cluster.slug}/bank/?kind={kind if kind.isalpha() and kind.isascii() else ''}"


def aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what the money was for, then set the entry aside."""
    match = _found(request, pk, policies.may_record_payment)
    form = AsideForm(request.POST or None)
    return _asked(request, match, form, pgettext("button", "Set aside"), partial(actions.set_aside_entry, match), _("Set aside."))


def reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then take the booking back."""
    match = _found(request, pk, policies.may_allocate)
    form = ReverseForm(request.POST or None)
    said = _("The booking is taken back. The entry waits for a decision again.")
    return _asked(request, match, form, _("Take the booking back"), partial(actions.reverse_match, match), said)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up an entry that was set aside."""
    return _pressed(request, pk, actions.restore_entry, _("The entry waits for a decision again."))


@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow the bank: what it takes back is taken back here."""
    return _pressed(request, pk, actions.return_entry, _("The bank took it back, and so did you. Both entries are set aside."))


def _pressed(request: HttpRequest, pk: int, action: Callable[..., object], said: str) -> HttpResponse:
    match = find(request, pk)
    try:
        action(match, actor=request.actor, at=timezone.now())
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        return _again(request, match, refusal=str(refusal))
    messages.success(request, said)
    return redirect("office:bank:entry", request.cluster.slug, pk)


def _found(request: HttpRequest, pk: int, may: Callable[..., bool]) -> EntryMatch:
    match = find(request, pk)
    if not may(request.actor, request.cluster):
        raise PermissionDenied
    return match


def _asked(request: HttpRequest, match: EntryMatch, form: Form, title: str, action: Callable[..., object], said: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and done(form, partial(action, **form.cleaned_data, actor=request.actor, at=timezone.now())):  # fmt: skip
        messages.success(request, said)
        return redirect("office:bank:entry", request.cluster.slug, match.entry_id)
    context: dict[str, Any] = {"form": form, "entry": match.entry, "form_title": title}
    return render(request, "office/bank/form.html", context, status=422 if form.errors else 200)


def done(form: Form, action: Callable[[], object]) -> bool:
    """Do it; a refusal is put beside the field it is about."""
    try:
        action()
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        field = getattr(refusal, "field", None)
        form.add_error(field if field in form.fields else None, str(refusal))
        return False
    return True
