"""Start a programme, change it, set milestones, open calls."""

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.core.clock import day_of
from klynge.interfaces.office.doing import attempt
from klynge.programmes import actions, policies
from klynge.programmes.models import Milestone

from .forms import CallForm, MilestoneForm, ProgrammeForm
from .views import find, require


def new(request: HttpRequest) -> HttpResponse:
    """Start a programme."""
    require(allowed=policies.may_manage(request.actor, request.cluster))
    form = ProgrammeForm(_sent(request), locale=request.cluster.locale)
    if request.method == "POST" and form.is_valid():
        started = partial(actions.start_programme, request.cluster, facts=form.facts())
        if made := attempt(request, started, _("The programme is there. Set milestones, and open a call."), form=form):
            return redirect("office:programmes:detail", request.cluster.slug, made.pk)
    return _show(request, form, _("Start a programme"))


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a programme."""
    programme = find(request, pk)
    require(allowed=policies.may_manage(request.actor, request.cluster))
    form = ProgrammeForm(_sent(request), locale=request.cluster.locale, initial=ProgrammeForm.initial_of(programme))
    if request.method == "POST" and form.is_valid():
        changed = partial(actions.change_programme, programme, facts=form.facts())
        if attempt(request, changed, _("The programme is saved."), form=form):
            return redirect("office:programmes:detail", request.cluster.slug, pk)
    return _show(request, form, _("Change the programme"), programme=programme)


def milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a milestone."""
    programme, form = find(request, pk), MilestoneForm(_sent(request))
    require(allowed=policies.may_manage(request.actor, request.cluster))
    if request.method == "POST" and form.is_valid():
        settled = partial(actions.set_milestone, programme, **form.cleaned_data)
        if attempt(request, settled, _("The milestone is set."), form=form):
            return redirect("office:programmes:detail", request.cluster.slug, pk)
    return _show(request, form, _("Set a milestone"), programme=programme)


@require_POST
def reach(request: HttpRequest, pk: int, milestone: int) -> HttpResponse:
    """Note that a milestone is reached today, or take it back."""
    row = get_object_or_404(Milestone.objects.filter(programme=find(request, pk)).select_related("cluster"), pk=milestone)
    reached_on = None if row.reached_on else day_of(timezone.now())
    attempt(request, partial(actions.reach_milestone, row, reached_on=reached_on), _("It is noted."))
    return redirect("office:programmes:detail", request.cluster.slug, pk)


def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a call."""
    programme = find(request, pk)
    require(allowed=policies.may_manage(request.actor, request.cluster))
    form = CallForm(_sent(request), locale=request.cluster.locale, initial={"opens_on": day_of(timezone.now())})
    if request.method == "POST" and form.is_valid():
        opened = partial(actions.open_call, programme, facts=form.facts())
        if attempt(request, opened, _("The call is open on its days."), form=form):
            return redirect("office:programmes:detail", request.cluster.slug, pk)
    return _show(request, form, _("Open a call"), programme=programme)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _show(request: HttpRequest, form: forms.Form, title: str, **more: Any) -> HttpResponse:
    return render(request, "office/programmes/form.html", {"form": form, "form_title": title, **more}, status=422 if form.errors else 200)
