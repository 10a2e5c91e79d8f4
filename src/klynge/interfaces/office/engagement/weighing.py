"""A new version of what counts: draft it, see whom it would move, and enter that the board has adopted it."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from klynge.core.clock import day_of
from klynge.engagement import actions, policies
from klynge.engagement.models import ActivityKind, Axis, Level, Normalisation, WeightScheme
from klynge.engagement.queries.moving import moved_by
from klynge.engagement.queries.weighing import NUMBERS, fault_words, plain
from klynge.interfaces.office.doing import attempt

BOUNDS = {
    "contributes_cap": gettext_lazy("Most for contributing"),
    "benefits_cap": gettext_lazy("Most for benefiting"),
    "passive_below": gettext_lazy("Passive below, both together"),
    "contributor_from": gettext_lazy("Recipient below, contributing"),
    "engaged_from": gettext_lazy("Engaged from, on each axis"),
}


def _points(label: Any, **facts: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=100, max_digits=5, decimal_places=2, **facts)


class WeightsForm(forms.Form):
    """Bounds, and axis, points and most of each kind; points, not hundredths."""

    half_life_days = forms.IntegerField(label=gettext_lazy("Half-life in days"), min_value=1, max_value=3_650)
    normalisation = forms.ChoiceField(label=gettext_lazy("Divide by"), choices=Normalisation.choices)

    def __init__(self, *args: Any, scheme: WeightScheme, **kwargs: Any) -> None:
        self.kinds = [row.kind for row in scheme.weights.all()]
        initial = {name: getattr(scheme, name) for name in ("half_life_days", "normalisation", *NUMBERS)}
        for row in scheme.weights.all():
            initial |= {f"axis_{row.kind}": row.axis, f"points_{row.kind}": row.points, f"cap_{row.kind}": row.cap}
        super().__init__(*args, initial=initial, **kwargs)
        for name, label in BOUNDS.items():
            self.fields[name] = _points(label)
        for kind in self.kinds:
            what = ActivityKind(kind).label
            self.fields[f"axis_{kind}"] = forms.ChoiceField(label=_("%s: axis") % what, choices=Axis.choices)
            self.fields[f"points_{kind}"] = _points(_("%s: points each time") % what)
            self.fields[f"cap_{kind}"] = _points(_("%s: at most") % what, required=False)

    def general(self) -> dict[str, Any]:
        """Return thresholds and bounds."""
        return {name: self.cleaned_data[name] for name in ("half_life_days", "normalisation", *NUMBERS)}

    def by_kind(self) -> dict[str, dict[str, Any]]:
        """Return axis, points and cap of each kind."""
        return {kind: {name: self.cleaned_data[f"{name}_{kind}"] for name in ("axis", "points", "cap")} for kind in self.kinds}

    def rows(self) -> list[dict[str, Any]]:
        """Return the fields as the rows of a table."""
        return [{"label": ActivityKind(kind).label, "axis": self[f"axis_{kind}"], "points": self[f"points_{kind}"], "cap": self[f"cap_{kind}"]} for kind in self.kinds]  # fmt: skip

    def bounds(self) -> list[Any]:
        """Return the fields of the bounds, in order."""
        return [self[name] for name in ("half_life_days", "normalisation", *BOUNDS)]


class AdoptForm(forms.Form):
    """Who decided it, when, and from when it counts."""

    resolution = forms.CharField(label=gettext_lazy("Resolution"), max_length=200, help_text=gettext_lazy("Who decided it and where that is written, for example: board meeting 4/2026, item 6."))  # fmt: skip
    adopted_on = forms.DateField(label=gettext_lazy("Adopted on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    effective_on = forms.DateField(label=gettext_lazy("Counts from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Copy what counts today into a draft."""
    made = attempt(request, partial(actions.draft_weights, request.cluster), _("The draft is a copy of what counts today. Change it, and see whom it would move."))  # fmt: skip
    if made:
        return redirect("office:engagement:draft", request.cluster.slug, made.pk)
    return redirect("office:engagement:weights", request.cluster.slug)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the draft, and show whom it would move."""
    scheme = _find(request, pk)
    form = WeightsForm(request.POST if request.method == "POST" else None, scheme=scheme)
    if request.method == "POST" and form.is_valid():
        changed = partial(actions.change_weights, scheme, general=form.general(), kinds=form.by_kind())
        if attempt(request, changed, _("The draft is saved; nothing counts by it yet."), form=form):
            return redirect("office:engagement:draft", request.cluster.slug, pk)
    return _show(request, scheme, form, AdoptForm(initial={"adopted_on": day_of(timezone.now())}))


@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter that the board has adopted the draft."""
    scheme = _find(request, pk)
    form = AdoptForm(request.POST)
    if form.is_valid():
        adopted = partial(actions.adopt_weights, scheme, **form.cleaned_data)
        if attempt(request, adopted, _("The new weights are adopted. Scores follow within minutes."), form=form):
            return redirect("office:engagement:weights", request.cluster.slug)
    return _show(request, scheme, WeightsForm(scheme=scheme), form)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    scheme = _find(request, pk)
    attempt(request, lambda **by: actions.discard_weights(scheme, **by), _("The draft is discarded."))
    return redirect("office:engagement:weights", request.cluster.slug)


@require_POST
def statement(request: HttpRequest) -> HttpResponse:
    """Choose whether the year's value travels with the dues."""
    if request.POST.get("is_attached") not in ("yes", "no"):
        return redirect("office:engagement:weights", request.cluster.slug)
    is_attached = request.POST["is_attached"] == "yes"
    said = _("From now on each invoice of dues carries the member's year.") if is_attached else _("Invoices travel alone from now on.")
    attempt(request, partial(actions.choose_statement, request.cluster, is_attached=is_attached), said)
    return redirect("office:engagement:weights", request.cluster.slug)


def _find(request: HttpRequest, pk: int) -> WeightScheme:
    if not policies.may_weigh(request.actor, request.cluster):
        raise PermissionDenied
    found: WeightScheme = get_object_or_404(WeightScheme.objects.visible_to(request.actor).filter(adopted_on__isnull=True), pk=pk)
    return found


def _show(request: HttpRequest, scheme: WeightScheme, form: WeightsForm, adopting: AdoptForm) -> HttpResponse:
    moved = moved_by(plain(scheme), request.cluster, actor=request.actor, on=day_of(timezone.now())) if request.GET.get("moved") else None
    levels = [(level.value, level.label) for level in Level]
    context = {
        "scheme": scheme, "form": form, "adopting": adopting, "faults": fault_words(plain(scheme)), "moved": moved,
        "table": [{"label": label, "cells": [moved.count(code, to) for to, _label in levels]} for code, label in levels] if moved else [],
        "levels": [label for _code, label in levels],
    }  # fmt: skip
    return render(request, "office/engagement/draft.html", context, status=422 if form.errors or adopting.errors else 200)
