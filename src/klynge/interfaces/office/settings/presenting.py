"""The texts of the public site, and opening it."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klynge.core.texts import LANGUAGES
from klynge.membership import actions, policies
from klynge.membership.models import Presentation
from klynge.membership.queries.presenting import presentation_of

from .doing import do, show_form

TEXTS = ("headline", "lead", "benefits")


class PresentationForm(forms.Form):
    """Each text in both languages; one is enough."""

    headline_da = forms.CharField(label=gettext_lazy("Headline in Danish"), max_length=120, required=False)
    headline_en = forms.CharField(label=gettext_lazy("Headline in English"), max_length=120, required=False)
    lead_da = forms.CharField(label=gettext_lazy("What the cluster is, in Danish"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip
    lead_en = forms.CharField(label=gettext_lazy("What the cluster is, in English"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip
    benefits_da = forms.CharField(
        label=gettext_lazy("What members get, in Danish"), max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One a line: a title, a colon, and what it is."),
    )  # fmt: skip
    benefits_en = forms.CharField(label=gettext_lazy("What members get, in English"), max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 6}))  # fmt: skip
    needs_board = forms.BooleanField(
        label=gettext_lazy("The board endorses each application"), required=False,
        help_text=gettext_lazy("An application is approved only after somebody has written down the board's decision."),
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=gettext_lazy("The site is open"), required=False,
        help_text=gettext_lazy("Everybody sees these texts, the fees, the members' names and the profiles that members have made public."),
    )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        texts = {name: {language: data[f"{name}_{language}"] for language in LANGUAGES} for name in TEXTS}
        return {"texts": texts, "is_public": data["is_public"], "needs_board": data["needs_board"]}


def presentation_facts(request: HttpRequest) -> dict[str, Any]:
    """Return how the public site stands, for the overview."""
    return {"presentation": presentation_of(request.cluster), "may_present": policies.may_present(request.actor, request.cluster)}


def presentation(request: HttpRequest) -> HttpResponse:
    """Write the texts; open or close the site."""
    if not policies.may_present(request.actor, request.cluster):
        raise PermissionDenied
    form = PresentationForm(request.POST or None, initial=_initial(presentation_of(request.cluster)))
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, partial(actions.present_cluster, request.cluster, **form.facts()))
    ):
        return redirect("office:settings:overview", request.cluster.slug)
    return show_form(request, form, _("Public site"))


def _initial(found: Presentation | None) -> dict[str, Any]:
    if found is None:
        return {}
    texts = {f"{name}_{language}": getattr(found, name).get(language, "") for name in TEXTS for language in LANGUAGES}
    return {**texts, "is_public": found.published_at is not None, "needs_board": found.needs_board}
