"""What is asked about a kind of member."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.membership.models import MembershipType


class TypeForm(forms.Form):
    """What a kind of member is called in both languages, how it votes, and whether it pays."""

    code = forms.SlugField(
        label=_("Code"), max_length=20, help_text=_("Short and lasting; fee schedules name the type by it, like “knowledge”.")
    )
    name_da = forms.CharField(label=_("Name in Danish"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    votes = forms.IntegerField(label=_("Votes"), min_value=0, max_value=1_000, help_text=_("At the general meeting."))
    is_free = forms.BooleanField(
        label=_("Pays no dues"),
        required=False,
        help_text=_("For the terms that are not charged yet; what is charged already stays as it is."),
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["code"]

    def facts(self) -> dict[str, Any]:
        """Return what the actions take."""
        data = self.cleaned_data
        name = {language: data[f"name_{language}"] for language in ("da", "en") if data[f"name_{language}"]}
        return {"name": name, "votes": data["votes"], "is_free": data["is_free"]}

    @staticmethod
    def initial_of(type: MembershipType) -> dict[str, Any]:
        """Return the type as its form shows it."""
        return {f"name_{language}": type.name.get(language, "") for language in ("da", "en")} | {
            "votes": type.votes,
            "is_free": type.is_free,
        }
