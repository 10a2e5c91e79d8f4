"""What is asked for a text."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.core.clock import DANISH
from klynge.publishing.models import Release, ReleaseKind
from klynge.publishing.queries.releases import MOST_QUOTES, TEXTS, WORDS

LANGUAGES = {"da": _("Danish"), "en": _("English")}
LABELS = {"headline": _("Headline"), "lead": _("Lead"), "body": _("Text"), "alt": _("What the picture shows"), "caption": _("Caption")}
HELP = {
    "lead": _("What happened, in two sentences."),
    "body": _(
        "An empty line makes a paragraph, ## a heading, **bold**, *italic*, [text](address) a link, - a list. What is pasted from Word keeps these."
    ),
    "alt": _("For those who can't see it."),
}
NAMES = {
    "town": _("Town"), "contact_name": _("Contact for the press"), "contact_title": _("Title"), "contact_email": _("E-mail"), "contact_phone": _("Phone"),
}  # fmt: skip
ROWS = {"lead": 3, "body": 14}
SAID = {"person": _("Who said it"), "title": _("Title"), "organisation": _("Organisation")}


class ReleaseForm(forms.Form):
    """A text in both languages; the cluster's own comes first."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ReleaseKind.choices)
    dated_on = forms.DateField(label=_("Date on it"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text=_("Empty: the day of publication."))  # fmt: skip

    def __init__(self, *args: Any, locale: str, quotes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quotes = min(quotes + 1, MOST_QUOTES)
        own_first = sorted(LANGUAGES, key=lambda code: code != locale)
        for name in WORDS:
            self.fields[name] = forms.CharField(label=NAMES[name], required=False, max_length=WORDS[name])
        for language in own_first:
            for name, most in TEXTS.items():
                is_long = name in ROWS
                widget = (
                    forms.Textarea(attrs={"rows": ROWS[name], **({"data-markdown": ""} if name == "body" else {})})
                    if is_long
                    else forms.TextInput()
                )
                label = f"{LABELS[name]} ({LANGUAGES[language]})"
                self.fields[f"{name}_{language}"] = forms.CharField(label=label, required=False, max_length=most, widget=widget, help_text=HELP.get(name, ""))  # fmt: skip
        for number in range(1, self.quotes + 1):
            for language in own_first:
                area = forms.Textarea(attrs={"rows": 3})
                self.fields[f"quote_{number}_{language}"] = forms.CharField(label=LANGUAGES[language], required=False, max_length=1_000, widget=area)  # fmt: skip
            for name, label in SAID.items():
                self.fields[f"quote_{number}_{name}"] = forms.CharField(label=label, required=False, max_length=120)

    def group(self, *starts: str) -> list[Any]:
        """Return the fields whose names begin so, in order, for the page."""
        return [self[name] for name in self.fields if name.startswith(starts)]

    def facts(self) -> dict[str, Any]:
        """Return what the actions take, from what was typed so far."""
        data = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        quotes = [
            {
                "text": {language: data[f"quote_{number}_{language}"] for language in LANGUAGES},
                **{name: data[f"quote_{number}_{name}"] for name in SAID},
            }
            for number in range(1, self.quotes + 1)
        ]
        texts = {name: {language: data[f"{name}_{language}"] for language in LANGUAGES} for name in TEXTS}
        return {
            "kind": data["kind"],
            "dated_on": data["dated_on"] or None,
            "quotes": quotes,
            **texts,
            **{name: data[name] for name in WORDS},
        }

    @staticmethod
    def initial_of(release: Release) -> dict[str, Any]:
        """Return the text as its form shows it."""
        found: dict[str, Any] = {name: getattr(release, name) for name in ("kind", "dated_on", *WORDS)}
        found |= {f"{name}_{language}": getattr(release, name).get(language, "") for name in TEXTS for language in LANGUAGES}
        for number, quote in enumerate(release.quotes, 1):
            found |= {f"quote_{number}_{language}": quote["text"].get(language, "") for language in LANGUAGES}
            found |= {f"quote_{number}_{name}": quote[name] for name in SAID}
        return found


class PublishForm(forms.Form):
    """When: at once, or at a Danish clock time."""

    from_at = forms.DateTimeField(
        label=_("From"), required=False, help_text=_("Empty: at once."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )  # fmt: skip

    def clean_from_at(self) -> datetime | None:
        """Read the clock as a Danish one."""
        given = self.cleaned_data["from_at"]
        return given.replace(tzinfo=DANISH) if given else None


class PictureForm(forms.Form):
    """A photograph."""

    picture = forms.FileField(label=_("Picture"), help_text=_("JPEG, PNG or WebP. It is made smaller, and where it was taken is left out."))
