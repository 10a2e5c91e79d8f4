"""What every page of the settings does alike: turn away, do, say what came of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from klynge.access import policies
from klynge.core.errors import HouseError, Refused


def require_administrator(request: HttpRequest) -> None:
    """Turn away whoever can't change settings, before a form is shown."""
    if not policies.may_administer(request.actor, request.cluster):
        raise PermissionDenied


def do(request: HttpRequest, form: Form, action: Callable[..., Any]) -> bool:
    """Do it as the person signed in; a refusal is put beside the field it is about. Says whether it was done."""
    try:
        action(actor=request.actor, at=timezone.now())
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        field = getattr(refusal, "field", None)
        form.add_error(field if field in form.fields else None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


def show_form(request: HttpRequest, form: Form, title: object, **more: object) -> HttpResponse:
    """Show a form on a page of its own; 422 when something in it has to be mended."""
    return render(request, "office/settings/form.html", {"form": form, "form_title": title, **more}, status=422 if form.errors else 200)
