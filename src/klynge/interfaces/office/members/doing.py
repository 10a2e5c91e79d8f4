"""What the pages of one member do alike: find it, turn away, do, say what came of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from klynge.core.errors import HouseError, Refused
from klynge.membership.models import Membership


def find(request: HttpRequest, pk: int) -> Membership:
    """Return the membership that the reader may see, with its organisation and cluster."""
    rows = Membership.objects.visible_to(request.actor).select_related("cluster", "organisation__municipality", "type")
    return get_object_or_404(rows, pk=pk)


def allow(allowed: bool) -> None:
    """Turn away whoever may not do this, before a form is shown."""
    if not allowed:
        raise PermissionDenied


def do(request: HttpRequest, form: Form, action: Callable[..., Any], said: str) -> Any:
    """Do it as the person signed in and return what was made; a refusal is put beside the field it is about, and None returned."""
    try:
        made = action(actor=request.actor, at=timezone.now())
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        field = getattr(refusal, "field", None)
        form.add_error(field if field in form.fields else None, str(refusal))
        return None
    messages.success(request, said)
    return made or True


def post(request: HttpRequest, pk: int, action: Callable[..., Any], said: str) -> HttpResponse:
    """Do what a single button asks for, and go back to the member with what came of it."""
    try:
        action(actor=request.actor, at=timezone.now())
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("office:members:detail", request.cluster.slug, pk)


def show_form(request: HttpRequest, membership: Membership, form: Form, title: object, **more: object) -> HttpResponse:
    """Show a form on a page of its own; 422 when something in it has to be mended."""
    context = {"membership": membership, "form": form, "form_title": title, **more}
    return render(request, "office/members/form.html", context, status=422 if form.errors else 200)
