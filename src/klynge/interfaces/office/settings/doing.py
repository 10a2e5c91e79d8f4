"""What every page of the settings does alike: turn away, do, say what came of it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from klynge.access import policies
from klynge.interfaces.office.doing import attempt


def require_administrator(request: HttpRequest) -> None:
    """Turn away whoever can't change settings, before a form is shown."""
    if not policies.may_administer(request.actor, request.cluster):
        raise PermissionDenied


def do(request: HttpRequest, form: Form, action: Callable[..., Any]) -> bool:
    """Do it as the person signed in; a refusal is put beside the field it is about. Says whether it was done."""
    return bool(attempt(request, action, _("Saved."), form=form))


def show_form(request: HttpRequest, form: Form, title: object, **more: object) -> HttpResponse:
    """Show a form on a page of its own; 422 when something in it has to be mended."""
    return render(request, "office/settings/form.html", {"form": form, "form_title": title, **more}, status=422 if form.errors else 200)
