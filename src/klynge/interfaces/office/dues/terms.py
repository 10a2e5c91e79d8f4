"""Membership years on screen: open the next one, close one that is over, open it again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from klynge.core.clock import day_of
from klynge.core.errors import HouseError, Refused
from klynge.membership import actions, policies
from klynge.membership.models import Term
from klynge.membership.queries.closing import is_over, next_term_start, terms_of, what_is_open

from .forms import OpenTermForm, ReopenTermForm


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Show the membership years, the newest first."""
    today = day_of(timezone.now())
    context = {
        "rows": [(term, is_over(term, on=today)) for term in terms_of(request.cluster)],
        "may_open": policies.may_open_term(request.actor, request.cluster),
        "may_close": policies.may_close_term(request.actor, request.cluster),
        "may_reopen": policies.may_reopen_term(request.actor, request.cluster),
    }
    return render(request, "office/dues/terms.html", context)


def new_term(request: HttpRequest) -> HttpResponse:
    """Open the next membership year."""
    _allow(policies.may_open_term(request.actor, request.cluster))
    form = OpenTermForm(request.POST or None, initial={"starts_on": next_term_start(request.cluster, on=day_of(timezone.now()))})
    if _done(request, form, lambda data: actions.open_term(request.cluster, **data, **_by(request))):
        return redirect("office:dues:terms", request.cluster.slug)
    return _show(request, form, "new_term")


def close_term(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is still open in the year, then close it."""
    term = _find(request, pk)
    _allow(policies.may_close_term(request.actor, request.cluster))
    form = Form(request.POST if request.method == "POST" else None)
    if _done(request, form, lambda _data: actions.close_term(term, **_by(request))):
        return redirect("office:dues:terms", request.cluster.slug)
    today = day_of(timezone.now())
    left = what_is_open(term, on=today)
    can_close = is_over(term, on=today) and not left.runs and not hasattr(term, "closing")
    return _show(request, form, "close_term", term=term, left=left, can_close=can_close)


def reopen_term(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then open the year again."""
    term = _find(request, pk)
    _allow(policies.may_reopen_term(request.actor, request.cluster))
    form = ReopenTermForm(request.POST or None)
    if _done(request, form, lambda data: actions.reopen_term(term, **data, **_by(request))):
        return redirect("office:dues:terms", request.cluster.slug)
    return _show(request, form, "reopen_term", term=term)


def _find(request: HttpRequest, pk: int) -> Term:
    term: Term = get_object_or_404(terms_of(request.cluster), pk=pk)
    return term


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


def _show(request: HttpRequest, form: Form, page: str, **more: object) -> HttpResponse:
    return render(request, f"office/dues/{page}.html", {"form": form, **more}, status=422 if form.errors else 200)
