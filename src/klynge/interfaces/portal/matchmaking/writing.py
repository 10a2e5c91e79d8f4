"""Write, publish, renew and take back the company's opportunities."""

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from klynge.interfaces.portal.showing import do, go, show
from klynge.matchmaking import actions
from klynge.matchmaking.models import Agreement, Field, Opportunity, OpportunityKind, Ripeness, Visibility
from klynge.matchmaking.queries.opportunities import TEXTS, theme_choices

from .opportunities import find

LABELS = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("In one sentence"),
    "description": gettext_lazy("Description"),
    "partner": gettext_lazy("Whom you look for"),
}
NAMES = {"da": gettext_lazy("Danish"), "en": gettext_lazy("English")}
ROWS = {"description": 6, "partner": 2, "summary": 2}


class OpportunityForm(forms.Form):
    """What it is, in both languages, and the choices about it."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=OpportunityKind.choices)
    field = forms.ChoiceField(label=gettext_lazy("Area"), choices=Field.choices)
    ripeness = forms.ChoiceField(label=gettext_lazy("How far it has come"), choices=Ripeness.choices)
    deadline_on = forms.DateField(
        label=gettext_lazy("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Without one it is open for a year. We write two weeks before."),
    )  # fmt: skip
    agreements = forms.MultipleChoiceField(
        label=gettext_lazy("What you could agree on"), choices=Agreement.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes"), required=False, widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=gettext_lazy("Up to 8. Choose none, and we find them in your words."),
    )  # fmt: skip
    visibility = forms.ChoiceField(label=gettext_lazy("Who sees it"), choices=Visibility.choices)
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Without our name"), required=False,
        help_text=gettext_lazy("Your name is shown to a company once you have said yes to it. Such an opportunity is not used for suggestions."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = theme_choices()
        for name, most in TEXTS.items():
            for language, said in NAMES.items():
                area = forms.Textarea(attrs={"rows": ROWS[name]}) if name in ROWS else forms.TextInput()
                label = f"{LABELS[name]} ({said})"
                self.fields[f"{name}_{language}"] = forms.CharField(label=label, required=False, max_length=most, widget=area)
        texts = [f"{name}_{language}" for name in TEXTS for language in NAMES]
        self.order_fields(["kind", "field", *texts, "themes", "agreements", "ripeness", "deadline_on", "visibility", "is_anonymous"])

    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        return data | {name: {language: data[f"{name}_{language}"] for language in NAMES} for name in TEXTS}

    @staticmethod
    def initial_of(found: Opportunity) -> dict[str, Any]:
        """Return the opportunity as its form shows it."""
        texts = {f"{name}_{language}": getattr(found, name).get(language, "") for name in TEXTS for language in NAMES}
        names = ("kind", "field", "ripeness", "deadline_on", "agreements", "themes", "visibility", "is_anonymous")
        return texts | {name: getattr(found, name) for name in names}


def new(request: HttpRequest) -> HttpResponse:
    """Write a new one; it is a draft until it is published."""
    form = OpportunityForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        made: list[Opportunity] = []

        def write(**by: Any) -> None:
            own = request.desk.organisation
            found = actions.write_opportunity(own, cluster=request.cluster, facts=form.facts(), **by)
            made.append(actions.publish_opportunity(found, **by) if "publish" in request.POST else found)

        said = _("Published: the other members see it now.") if "publish" in request.POST else _("Saved as a draft.")
        if do(request, write, said, form=form):
            return go(request, "opportunities_detail", made[0].pk)
    return show(request, "matchmaking/write", {"form": form, "is_new": True}, status=422 if form.errors else 200)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one of the company's own."""
    found = find(request, pk, is_own=True)
    form = OpportunityForm(request.POST or None, initial=OpportunityForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        change = partial(actions.change_opportunity, found, facts=form.facts())
        if do(request, change, _("Saved."), form=form):
            return go(request, "opportunities_detail", pk)
    return show(request, "matchmaking/write", {"form": form, "opportunity": found}, status=422 if form.errors else 200)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it to the others."""
    do(request, partial(actions.publish_opportunity, find(request, pk, is_own=True)), _("Published: the other members see it now."))
    return go(request, "opportunities_detail", pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    do(request, partial(actions.withdraw_opportunity, find(request, pk, is_own=True)), _("Withdrawn: only you and the secretariat see it."))
    return go(request, "opportunities_detail", pk)


@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep it open for another year."""
    do(request, partial(actions.renew_opportunity, find(request, pk, is_own=True)), _("Renewed for a year."))
    return go(request, "opportunities_detail", pk)
