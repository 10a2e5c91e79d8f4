"""Publish a text, take it back, throw a draft away, give it a picture."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.interfaces.office.doing import attempt
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
