"""What the forms of the public site do alike: be sent by nobody in particular, not too often, and say what is wrong."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.core.errors import HouseError

MOST_TRIES, PER = 20, 3_600  # an hour, from one address


def public_actor(request: HttpRequest) -> Actor:
    """Return the installation acting for whoever uses the form."""
    return Actor.system(_("Applicant"), cluster_id=request.site.cluster.pk)


def attempt(form: forms.BaseForm, action: Callable[[], Any]) -> bool:
    """Do it; a refusal is put beside the field it is about. Says whether it was done."""
    try:
        action()
    except HouseError as refusal:
        field = getattr(refusal, "field", None)
        form.add_error(field if field in form.fields else None, str(refusal))
        return False
    return True


def may_try(request: HttpRequest, form: str, *, most: int, key: str = "") -> bool:
    """Count the tries of a form from one address on the net (or for one key); nothing of it is kept longer than an hour."""
    what = salted_hmac("klynge.site.tries", key or request.META.get("REMOTE_ADDR", "")).hexdigest()[:40]
    cache, name = caches["default"], f"{form}:{what}"
    cache.add(name, 0, PER)
    return int(cache.incr(name)) <= most


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that it was too often."""
    return render(request, "429.html", status=429)
