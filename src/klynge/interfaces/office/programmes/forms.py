"""What is asked to start a programme, set a milestone and open a call."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.programmes.models import Programme

LANGUAGES = {"da": _("Danish"), "en": _("English")}


def _day(label: Any, **facts: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **facts)


def _kroner(label: Any, **facts: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_digits=11, decimal_places=2, **facts)


class InLanguages(forms.Form):
    """A form with texts in both languages, the cluster's own first."""

    texts: tuple[tuple[str, Any, int, int], ...] = ()  # (name, label, longest, rows)

    def __init__(self, *args: Any, locale: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = sorted(LANGUAGES, key=lambda code: code != locale)
        for language in codes:
            for number, (name, label, most, rows) in enumerate(self.texts):
                widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=f"{label} ({LANGUAGES[language]})", required=number == 0 and language == locale, max_length=most, widget=widget
                )
        self.order_fields([f"{name}_{code}" for code in codes for name, *_rest in self.texts])

    def facts(self) -> dict[str, Any]:
        """Return what was typed, texts by language."""
        data = dict(self.cleaned_data)
        return {**{name: {code: data.pop(f"{name}_{code}") for code in LANGUAGES} for name, *_rest in self.texts}, **data}


class ProgrammeForm(InLanguages):
    """A programme."""

    texts = (("name", _("Name"), 120, 1), ("purpose", _("What it is for"), 8_000, 5))
    funder = forms.CharField(label=_("Who pays"), required=False, max_length=120)
    starts_on, ends_on = _day(_("Begins on")), _day(_("Ends on"), help_text=_("The first day after."))
    budget = _kroner(_("Co-financing wanted, in kroner"), required=False)
    hour_rate = _kroner(
        _("What an hour counts for, in kroner"), required=False, help_text=_("Signed hours keep the rate at which they were signed.")
    )
    aid = _kroner(
        _("What a seat is worth as de minimis aid, in kroner"),
        required=False,
        help_text=_("0 where taking part is no aid, such as open seminars."),
    )
    rate = forms.DecimalField(label=_("Kroner for one euro"), min_value=Decimal("0.01"), max_digits=6, decimal_places=2, initial=Decimal("7.46"), help_text=_("As the terms of the grant say; for the ceiling, which is in euro."))  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """Return it in minor units."""
        data = super().facts()
        minor = {name: int((data.pop(name.removesuffix("_minor")) or 0) * 100) for name in ("hour_rate_minor", "aid_minor")}
        budget = data.pop("budget")
        return {**data, **minor, "budget_minor": None if budget is None else int(budget * 100), "ore_per_euro": int(data.pop("rate") * 100)}

    @staticmethod
    def initial_of(programme: Programme) -> dict[str, Any]:
        """Return the programme as its form shows it."""
        found = {f"{name}_{code}": getattr(programme, name).get(code, "") for name in ("name", "purpose") for code in LANGUAGES}
        money = {name: Decimal(getattr(programme, f"{name}_minor") or 0) / 100 for name in ("hour_rate", "aid")}
        budget = None if programme.budget_minor is None else Decimal(programme.budget_minor) / 100
        plain = {name: getattr(programme, name) for name in ("funder", "starts_on", "ends_on")}
        return {**found, **plain, **money, "budget": budget, "rate": Decimal(programme.ore_per_euro) / 100}


class MilestoneForm(forms.Form):
    """What is to be reached."""

    name = forms.CharField(label=_("What is to be reached"), max_length=160)
    phase = forms.CharField(label=_("Phase"), required=False, max_length=80)
    due_on = _day(_("By"))


class CallForm(InLanguages):
    """A call."""

    texts = (("title", _("Title"), 160, 1), ("text", _("Text"), 8_000, 6))
    opens_on, closes_on = _day(_("Opens on")), _day(_("Closes on"), help_text=_("The last day."))
    seats_most = forms.IntegerField(label=_("Seats"), required=False, min_value=1, max_value=10_000, help_text=_("Empty: no limit."))


class SpanForm(forms.Form):
    """Which days a report is about."""

    first, last = _day(_("From")), _day(_("Until"))
