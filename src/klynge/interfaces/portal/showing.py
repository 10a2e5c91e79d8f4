"""What every page of the portal does alike: show, do, say what came of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from klynge.core.errors import HouseError, Refused

from .sections import menu_of


def show(request: HttpRequest, page: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Render a page of the portal with its menu."""
    given = {"desk": request.desk, "menu": menu_of(request), "place": (request.cluster.slug, request.desk.organisation.pk), **context}
    return render(request, f"portal/{page}.html", given, status=status)


def may(request: HttpRequest, ability: str) -> bool:
    """Say whether the reader may do this for the company whose pages are open."""
    return bool(request.actor.may_for(f"portal.{ability}", request.desk.organisation.pk, cluster_id=request.cluster.pk))


def require(request: HttpRequest, ability: str) -> None:
    """Turn away whoever may not do this for the company, before a form is shown."""
    if not may(request, ability):
        raise PermissionDenied


def go(request: HttpRequest, page: str, *more: Any) -> HttpResponse:
    """Send the reader to another page of the same company."""
    return redirect(f"portal:{page}", request.cluster.slug, request.desk.organisation.pk, *more)


def do(request: HttpRequest, action: Callable[..., Any], said: object, *, form: Form | None = None) -> bool:
    """Do it as the person signed in; a refusal stands beside its field, or above the next page. Says whether it was done."""
    try:
        action(actor=request.actor, at=timezone.now())
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        field = getattr(refusal, "field", None)
        if form is not None:
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.error(request, str(refusal))
        return False
    messages.success(request, str(said))
    return True
