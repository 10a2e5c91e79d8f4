"""What is asked to found a network and to fill it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.networks.models import JoinPolicy, Network, Office, Visibility
from klynge.networks.queries.planning import TEXTS

LANGUAGES = {"da": _("Danish"), "en": _("English")}
LABELS = {"name": _("Name"), "purpose": _("What it is for")}


class NetworkForm(forms.Form):
    """A network in both languages."""

    tags = forms.CharField(label=_("Tags"), required=False, max_length=400, help_text=_("Separated by commas: robots, AI, energy."))
    visibility = forms.ChoiceField(label=_("Who may know of it"), choices=Visibility.choices, initial=Visibility.MEMBERS)
    join_policy = forms.ChoiceField(label=_("How one joins"), choices=JoinPolicy.choices, initial=JoinPolicy.OPEN)
    seats_most = forms.IntegerField(label=_("Seats"), required=False, min_value=1, max_value=10_000, help_text=_("Empty: no limit."))
    most_per_company = forms.IntegerField(label=_("At most from one company"), min_value=1, max_value=100, initial=1)
    is_confidential = forms.BooleanField(label=_("Confidential: who sits in it and what is said stays inside"), required=False)

    def __init__(self, *args: Any, locale: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in sorted(LANGUAGES, key=lambda code: code != locale):
            for name, most in TEXTS.items():
                widget = forms.Textarea(attrs={"rows": 6}) if name == "purpose" else forms.TextInput()
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=f"{LABELS[name]} ({LANGUAGES[language]})",
                    required=name == "name" and language == locale,
                    max_length=most,
                    widget=widget,
                )
        self.order_fields([*(f"{name}_{code}" for code in sorted(LANGUAGES, key=lambda code: code != locale) for name in TEXTS), "tags"])

    def facts(self) -> dict[str, Any]:
        """Return what is kept."""
        data = dict(self.cleaned_data)
        texts = {name: {language: data.pop(f"{name}_{language}") for language in LANGUAGES} for name in TEXTS}
        return {**data, **texts, "tags": data["tags"].split(",")}

    @staticmethod
    def initial_of(network: Network) -> dict[str, Any]:
        """Return the network as its form shows it."""
        names = ("visibility", "join_policy", "seats_most", "most_per_company", "is_confidential")
        texts = {f"{name}_{language}": getattr(network, name).get(language, "") for name in TEXTS for language in LANGUAGES}
        return {**{name: getattr(network, name) for name in names}, **texts, "tags": ", ".join(network.tags)}


class SeatForm(forms.Form):
    """Whose seat it is: the company follows from where the person works."""

    email = forms.EmailField(label=_("E-mail of who holds the seat"), help_text=_("As in the register; the seat is the company's."))


class OfficerForm(forms.Form):
    """Who leads the network, from when."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("As in the register."))
    office = forms.ChoiceField(label=_("Office"), choices=Office.choices)
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ReasonForm(forms.Form):
    """Why it ends."""

    reason = forms.CharField(label=_("Why"), max_length=200)
