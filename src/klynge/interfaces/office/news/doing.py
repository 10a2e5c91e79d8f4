"""Publish a text, take it back, throw a draft away, give it a picture."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.core.errors import HouseError, Refused
from klynge.publishing import actions

from .forms import PictureForm, PublishForm
from .views import find


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Let everybody read it, now or later."""
    release, form = find(request, pk), PublishForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write day and hour as 2027-01-31 09:00, or leave it empty."))
        return redirect("office:news:detail", request.cluster.slug, pk)
    from_at = form.cleaned_data["from_at"]
    said = _("It is scheduled.") if from_at and from_at > timezone.now() else _("It is public now.")
    attempt(request, partial(actions.publish_release, release, from_at=from_at), said)
    return redirect("office:news:detail", request.cluster.slug, pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it off the site."""
    attempt(request, partial(actions.withdraw_release, find(request, pk)), _("It is off the site."))
    return redirect("office:news:detail", request.cluster.slug, pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    if attempt(request, partial(actions.discard_release, find(request, pk)), _("The draft is gone.")):
        return redirect("office:news:list", request.cluster.slug)
    return redirect("office:news:detail", request.cluster.slug, pk)


@require_POST
def change_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Store a picture, or take it away."""
    release = find(request, pk)
    if "remove" in request.POST:
        attempt(request, partial(actions.change_picture, release, content=b""), _("The picture is gone."))
        return redirect("office:news:detail", request.cluster.slug, pk)
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        attempt(request, partial(actions.change_picture, release, content=form.cleaned_data["picture"].read()), _("The picture is stored."))
    else:
        messages.error(request, _("Choose a picture first."))
    return redirect("office:news:detail", request.cluster.slug, pk)


def attempt(request: HttpRequest, action: Callable[..., Any], said: str, *, form: Form | None = None) -> Any:
    """Do it and return what was made, or True; a refusal stands beside its field, or above the next page, and False is returned."""
    try:
        made = action(actor=request.actor, at=timezone.now())
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        field = getattr(refusal, "field", None)
        if form is not None:
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.error(request, str(refusal))
        return False
    messages.success(request, said)
    return made or True
