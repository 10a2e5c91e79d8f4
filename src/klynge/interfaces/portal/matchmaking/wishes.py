"""What the company wants from meeting others, and whom it would rather not meet."""

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from klynge.interfaces.portal.showing import do, go, show
from klynge.matchmaking import actions
from klynge.matchmaking.models import Avoidance, Intent, IntentKind
from klynge.matchmaking.queries.opportunities import theme_choices

LABELS = {
    IntentKind.INSPIRE: gettext_lazy("We want to be inspired about"),
    IntentKind.SHARE: gettext_lazy("We can share knowledge about"),
    IntentKind.TEAM_UP: gettext_lazy("We want to team up about"),
}

_SHORT = {
    IntentKind.INSPIRE: gettext_lazy("Be inspired"),
    IntentKind.SHARE: gettext_lazy("Share knowledge"),
    IntentKind.TEAM_UP: gettext_lazy("Team up"),
}


class WishesForm(forms.Form):
    """Themes for each of the three wishes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in LABELS.items():
            self.fields[kind.value] = forms.MultipleChoiceField(
                label=label, required=False, choices=theme_choices(), widget=forms.CheckboxSelectMultiple
            )

    @property
    def labels(self) -> list[tuple[str, Any]]:
        """Return the heads of the columns."""
        return [(kind.value, _SHORT[kind]) for kind in LABELS]

    def groups(self) -> list[dict[str, Any]]:
        """Return the themes by group, each with a box for each wish, for the page to draw as small tables."""
        held = {kind.value: self[kind.value].value() or [] for kind in LABELS}
        found: dict[str, dict[str, Any]] = {}
        for code, name in theme_choices():
            group = found.setdefault(code.partition(".")[0], {"name": name, "themes": [], "chosen": 0})
            boxes = [(kind.value, label, code in held[kind.value]) for kind, label in LABELS.items()]
            group["chosen"] += sum(is_held for _kind, _label, is_held in boxes)
            group["themes"].append({"code": code, "name": name if "." in code else _("All of it"), "boxes": boxes})
        return list(found.values())

    def chosen(self) -> list[tuple[str, str]]:
        """Return pairs of kind and theme."""
        return [(kind.value, theme) for kind in LABELS for theme in self.cleaned_data[kind.value]]


def wishes(request: HttpRequest) -> HttpResponse:
    """Show and change the wishes; below, whom the company avoids."""
    own = request.desk.organisation
    held = Intent.objects.filter(cluster=request.cluster, organisation=own)
    initial: dict[str, list[str]] = {kind.value: [] for kind in LABELS}
    for each in held:
        initial[each.kind].append(each.theme)
    form = WishesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = partial(actions.choose_intents, own, cluster=request.cluster, chosen=form.chosen())
        if do(request, chosen, _("Saved. The suggestions follow tomorrow morning."), form=form):
            return go(request, "partners_wishes")
    avoided = Avoidance.objects.filter(cluster=request.cluster, organisation=own).select_related("other")
    return show(request, "matchmaking/wishes", {"form": form, "avoided": avoided}, status=422 if form.errors else 200)


@require_POST
def readmit(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a company be suggested again."""
    own = Avoidance.objects.filter(cluster=request.cluster, organisation=request.desk.organisation)
    found = get_object_or_404(own.select_related("cluster", "organisation", "other"), pk=pk)
    do(request, partial(actions.readmit_company, found), _("%s may be suggested again.") % found.other.name)
    return go(request, "partners_wishes")
