"""What the pages of one member do alike: find it, turn away, do, say what came of it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from klynge.interfaces.office.doing import attempt
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
    """Do it as the person signed in and return what was made; a refusal is put beside the field it is about, and False returned."""
    return attempt(request, action, said, form=form)


def post(request: HttpRequest, pk: int, action: Callable[..., Any], said: str) -> HttpResponse:
    """Do what a single button asks for, and go back to the member with what came of it."""
    attempt(request, action, said)
    return redirect("office:members:detail", request.cluster.slug, pk)


def show_form(request: HttpRequest, membership: Membership, form: Form, title: object, **more: object) -> HttpResponse:
    """Show a form on a page of its own; 422 when something in it has to be mended."""
    context = {"membership": membership, "form": form, "form_title": title, **more}
    return render(request, "office/members/form.html", context, status=422 if form.errors else 200)
