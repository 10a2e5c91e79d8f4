"""Compose an edition."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from klynge.interfaces.office.doing import attempt
from klynge.newsletters import actions, policies
from klynge.newsletters.models import Edition

from .forms import EditionForm
from .views import find


def new(request: HttpRequest) -> HttpResponse:
    """Begin an edition."""
    require_writer(request)
    form = EditionForm(request.POST if request.method == "POST" else None, cluster=request.cluster)
    if request.method == "POST" and form.is_valid():
        drafted = partial(actions.draft_edition, request.cluster, facts=form.facts(), parts=form.parts())
        if made := attempt(request, drafted, _("The draft is saved. Look at it, and send yourself a test."), form=form):
            return redirect("office:newsletters:detail", request.cluster.slug, made.pk)
    return _show(request, form, None)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    edition = find(request, pk)
    require_writer(request)
    form = EditionForm(request.POST if request.method == "POST" else None, cluster=request.cluster, initial=EditionForm.initial_of(edition))
    if request.method == "POST" and form.is_valid():
        changed = partial(actions.change_edition, edition, facts=form.facts(), parts=form.parts())
        if attempt(request, changed, _("The draft is saved."), form=form):
            return redirect("office:newsletters:detail", request.cluster.slug, pk)
    return _show(request, form, edition)


def require_writer(request: HttpRequest) -> None:
    """Turn away whoever does not write to many, before a form is shown."""
    if not policies.may_write(request.actor, request.cluster):
        raise PermissionDenied


def _show(request: HttpRequest, form: EditionForm, edition: Edition | None) -> HttpResponse:
    return render(request, "office/newsletters/form.html", {"form": form, "edition": edition}, status=422 if form.errors else 200)
