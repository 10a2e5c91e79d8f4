"""What is asked to compose an edition."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from klynge.access.models import Cluster
from klynge.engagement.models import Level
from klynge.events.models import Event
from klynge.events.queries.listing import coming_events
from klynge.newsletters.models import Edition, PartKind, Segment, Topic
from klynge.newsletters.queries.editions import TEXTS
from klynge.publishing.models import Release
from klynge.publishing.queries.releases import public_releases

LANGUAGES = {"da": _("Danish"), "en": _("English")}
LABELS = {
    "subject": _("Subject"),
    "preheader": _("Line behind the subject"),
    "lead": _("First words"),
    "own_title": _("Own piece: headline"),
    "own_text": _("Own piece: text"),
}
ROWS = {"lead": 4, "own_text": 8}
RECENT = timedelta(days=120)
NARROWED = ("levels", "employees_least", "employees_most", "event")
ORDERS = {"release": _("News first"), "event": _("Events first")}


class EditionForm(forms.Form):
    """Subject and first words in both languages, chosen news and events, and one piece of one's own at the end."""

    releases = forms.ModelMultipleChoiceField(
        label=_("News"), queryset=Release.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    events = forms.ModelMultipleChoiceField(
        label=_("Events"), queryset=Event.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    order = forms.ChoiceField(label=_("Order"), choices=list(ORDERS.items()), initial="release")
    segment = forms.ChoiceField(label=_("Who gets it"), choices=Segment.choices, initial=Segment.EVERYBODY)
    levels = forms.MultipleChoiceField(
        label=_("Only at companies that are"),
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: all."),
    )
    employees_least = forms.IntegerField(label=_("Employees, at least"), required=False, min_value=0, max_value=9_999_999)
    employees_most = forms.IntegerField(label=_("Employees, at most"), required=False, min_value=0, max_value=9_999_999)
    event = forms.ModelChoiceField(label=_("Only who has or had a seat at"), queryset=Event.objects.none(), required=False, empty_label="–")
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none(), required=False, empty_label="–", help_text=_("Leaves out who does not want to read about it."))  # fmt: skip
    is_public = forms.BooleanField(label=_("Also stands on the site for everybody"), required=False, initial=True)

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.now()
        self.fields["releases"].queryset = public_releases(cluster, at=now).filter(published_at__gt=now - RECENT)
        self.fields["events"].queryset = coming_events(cluster, at=now)
        self.fields["event"].queryset = Event.objects.filter(cluster=cluster, published_at__isnull=False).order_by("-starts_at")[:200]
        self.fields["topic"].queryset = Topic.objects.filter(cluster=cluster, ended_at__isnull=True)
        codes = sorted(LANGUAGES, key=lambda code: code != cluster.locale)
        longest = {**TEXTS, "own_title": 160, "own_text": 8_000}
        for language in codes:
            for name, label in LABELS.items():
                widget = forms.Textarea(attrs={"rows": ROWS[name]}) if name in ROWS else forms.TextInput()
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=f"{label} ({LANGUAGES[language]})",
                    required=name == "subject" and language == cluster.locale,
                    max_length=longest[name],
                    widget=widget,
                )
        first = [f"{name}_{code}" for code in codes for name in ("subject", "preheader", "lead")]
        own = [f"{name}_{code}" for code in codes for name in ("own_title", "own_text")]
        self.order_fields([*first, "releases", "events", "order", *own, "segment", *NARROWED, "topic", "is_public"])

    def _text(self, name: str) -> dict[str, str]:
        return {language: self.cleaned_data[f"{name}_{language}"] for language in LANGUAGES}

    def facts(self) -> dict[str, Any]:
        """Return what the edition is."""
        data = self.cleaned_data
        return {
            "subject": self._text("subject"),
            "lead": self._text("lead"),
            "preheader": self._text("preheader"),
            **{name: data[name] for name in ("segment", "topic", "is_public", *NARROWED)},
        }

    def parts(self) -> list[dict[str, Any]]:
        """Return its pieces in their order."""
        data = self.cleaned_data
        news = [{"kind": PartKind.RELEASE, "release": each} for each in data["releases"]]
        events = [{"kind": PartKind.EVENT, "event": each} for each in data["events"]]
        own = {"kind": PartKind.TEXT, "title": self._text("own_title"), "text": self._text("own_text")}
        return [*(news + events if data["order"] == "release" else events + news), own]

    @staticmethod
    def initial_of(edition: Edition) -> dict[str, Any]:
        """Return the draft as its form shows it."""
        parts = list(edition.parts.all())
        found: dict[str, Any] = {name: getattr(edition, name) for name in ("segment", "topic", "is_public", *NARROWED)}
        found |= {f"{name}_{language}": getattr(edition, name).get(language, "") for name in TEXTS for language in LANGUAGES}
        found["releases"] = [part.release_id for part in parts if part.kind == PartKind.RELEASE]
        found["events"] = [part.event_id for part in parts if part.kind == PartKind.EVENT]
        found["order"] = next((part.kind for part in parts if part.kind != PartKind.TEXT), "release")
        for part in parts:
            if part.kind == PartKind.TEXT:
                found |= {
                    f"own_{name}_{language}": getattr(part, name).get(language, "") for name in ("title", "text") for language in LANGUAGES
                }
        return found


class ScheduleForm(forms.Form):
    """When it leaves by itself."""

    send_at = forms.DateTimeField(
        label=_("Leaves at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )


class TestForm(forms.Form):
    """Where a test goes."""

    address = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGES.items()))
