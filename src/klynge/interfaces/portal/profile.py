"""How the company shows itself to the other members, and to everybody if it wants to."""

from functools import partial
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from klynge.directory import actions
from klynge.directory.models import Profile
from klynge.directory.queries.profiles import TEXTS, profile_of
from klynge.directory.rules.profiles import LONGEST_SUMMARY, LONGEST_TEXT
from klynge.interfaces.wording.pictures import picture

from .showing import do, go, may, require, show

LABELS = {
    "summary": gettext_lazy("In one sentence"),
    "about": gettext_lazy("About the company"),
    "offers": gettext_lazy("What you offer others"),
    "needs": gettext_lazy("What you look for"),
}
NAMES = {"da": gettext_lazy("Danish"), "en": gettext_lazy("English")}


class ProfileForm(forms.Form):
    """Each text in both languages, and competences with commas between."""

    competences = forms.CharField(
        label=gettext_lazy("Competences"), required=False, max_length=1_000,
        help_text=gettext_lazy("Up to 20, with commas between, for example: robotics, vision, Python."),
    )  # fmt: skip
    logo = forms.FileField(label=gettext_lazy("Logo"), required=False, help_text=gettext_lazy("A PNG or a plain SVG, up to 512 KB."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TEXTS:
            for language, said in NAMES.items():
                most = LONGEST_SUMMARY if name == "summary" else LONGEST_TEXT
                area = forms.TextInput() if name == "summary" else forms.Textarea(attrs={"rows": 4})
                label = f"{LABELS[name]} ({said})"
                self.fields[f"{name}_{language}"] = forms.CharField(label=label, required=False, max_length=most, widget=area)
        self.order_fields([f"{name}_{language}" for name in TEXTS for language in NAMES])

    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        texts = {name: {language: data[f"{name}_{language}"] for language in NAMES} for name in TEXTS}
        return {"texts": texts, "competences": data["competences"].split(",")}

    @staticmethod
    def initial_of(found: Profile | None) -> dict[str, str]:
        """Return the profile as its form shows it."""
        if found is None:
            return {}
        texts = {f"{name}_{language}": getattr(found, name).get(language, "") for name in TEXTS for language in NAMES}
        return {**texts, "competences": ", ".join(found.competences)}


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """Show the profile as others see it."""
    found = profile_of(request.desk.organisation, cluster=request.cluster)
    return show(request, "profile", {"profile": found, "may_edit": may(request, "edit_company")})


def edit(request: HttpRequest) -> HttpResponse:
    """Change the texts, the competences and the logo."""
    require(request, "edit_company")
    desk = request.desk
    initial = ProfileForm.initial_of(profile_of(desk.organisation, cluster=request.cluster))
    form = ProfileForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        picked = form.cleaned_data["logo"]
        is_done = picked is None or do(
            request,
            partial(actions.change_profile_logo, desk.organisation, cluster=request.cluster, content=picked.read()),
            _("The logo is stored."),
            form=form,
        )
        action = partial(actions.edit_profile, desk.organisation, cluster=request.cluster, **form.facts())
        if is_done and do(request, action, _("The profile is saved."), form=form):
            return go(request, "profile")
    return show(request, "profile_edit", {"form": form}, status=422 if form.errors else 200)


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Let everybody see it."""
    do(request, partial(actions.publish_profile, _written(request)), _("The profile is public now."))
    return go(request, "profile")


@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take it off the public site."""
    do(request, partial(actions.withdraw_profile, _written(request)), _("The profile is not public any more."))
    return go(request, "profile")


@require_safe
def logo(request: HttpRequest) -> FileResponse:
    """Show the company's logo."""
    return picture(_written(request).logo)


def _written(request: HttpRequest) -> Profile:
    found = profile_of(request.desk.organisation, cluster=request.cluster)
    if found is None:
        raise Http404
    return found
