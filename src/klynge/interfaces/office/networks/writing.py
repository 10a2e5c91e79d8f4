"""Found a network, change it, close it."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from klynge.core.clock import day_of
from klynge.interfaces.office.doing import attempt
from klynge.networks import actions, policies
from klynge.networks.models import Network

from .forms import NetworkForm, ReasonForm
from .views import find


def new(request: HttpRequest) -> HttpResponse:
    """Found a network."""
    _require_manager(request)
    form = NetworkForm(request.POST if request.method == "POST" else None, locale=request.cluster.locale)
    if request.method == "POST" and form.is_valid():
        founded = partial(actions.found_network, request.cluster, facts=form.facts(), founded_on=day_of(timezone.now()))
        if made := attempt(request, founded, _("The network is founded. Say who chairs it, and invite companies."), form=form):
            return redirect("office:networks:detail", request.cluster.slug, made.pk)
    return _show(request, form, None)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a network."""
    network = find(request, pk)
    _require_manager(request)
    form = NetworkForm(
        request.POST if request.method == "POST" else None, locale=request.cluster.locale, initial=NetworkForm.initial_of(network)
    )
    if request.method == "POST" and form.is_valid():
        changed = partial(actions.change_network, network, facts=form.facts())
        if attempt(request, changed, _("The network is saved."), form=form):
            return redirect("office:networks:detail", request.cluster.slug, pk)
    return _show(request, form, network)


def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who loses a seat, and close it for a reason."""
    network = find(request, pk)
    _require_manager(request)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        closed = partial(actions.close_network, network, reason=form.cleaned_data["reason"])
        if attempt(request, closed, _("The network is closed; its history stays."), form=form):
            return redirect("office:networks:detail", request.cluster.slug, pk)
    return render(request, "office/networks/close.html", {"network": network, "form": form}, status=422 if form.errors else 200)


def _require_manager(request: HttpRequest) -> None:
    if not policies.may_manage(request.actor, request.cluster):
        raise PermissionDenied


def _show(request: HttpRequest, form: NetworkForm, network: Network | None) -> HttpResponse:
    return render(request, "office/networks/form.html", {"form": form, "network": network}, status=422 if form.errors else 200)
