"""What is asked for a meeting day and its participants."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.core.clock import DANISH
from klynge.meetings.models import MeetingDay, Mode


class DayForm(forms.Form):
    """A day: what it is called, when and where, and how it is planned."""

    title_da = forms.CharField(label=_("Title in Danish"), max_length=120)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    held_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    tables = forms.IntegerField(label=_("Tables"), min_value=1, max_value=500, help_text=_("Without fixed stands."))
    mode = forms.ChoiceField(label=_("Who puts meetings into slots"), choices=Mode.choices)
    needs_both = forms.BooleanField(label=_("Both sides have to want a meeting"), required=False)
    search_seconds = forms.IntegerField(label=_("Seconds to search for the best plan"), min_value=5, max_value=600)

    def facts(self) -> dict[str, Any]:
        """Return what the actions take."""
        data = dict(self.cleaned_data)
        title = {"da": data.pop("title_da"), "en": data.pop("title_en")}
        return {**data, "title": {language: text for language, text in title.items() if text}}

    @staticmethod
    def initial_of(day: MeetingDay) -> dict[str, Any]:
        """Return the day as its form shows it."""
        names = ("held_on", "place", "tables", "mode", "needs_both", "search_seconds")
        return {name: getattr(day, name) for name in names} | {f"title_{code}": day.title.get(code, "") for code in ("da", "en")}


class SlotsForm(forms.Form):
    """Slots of one length, with a longer pause at noon."""

    begins = forms.TimeField(label=_("First slot begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Minutes for a meeting"), min_value=5, max_value=240)
    between = forms.IntegerField(label=_("Minutes between"), min_value=0, max_value=60)
    count = forms.IntegerField(label=_("Number of slots"), min_value=1, max_value=60)
    lunch_after = forms.IntegerField(label=_("Lunch after slot"), min_value=0, max_value=60, required=False)
    lunch = forms.IntegerField(label=_("Minutes of lunch"), min_value=0, max_value=180, required=False)

    def moments(self, day: MeetingDay) -> list[datetime]:
        """Return when the slots begin, by the Danish clock."""
        data = self.cleaned_data
        at = datetime.combine(day.held_on, data["begins"], tzinfo=DANISH)
        found = []
        for number in range(data["count"]):
            if number and number == data["lunch_after"]:
                at += timedelta(minutes=data["lunch"] or 0)
            found.append(at)
            at += timedelta(minutes=data["minutes"] + data["between"])
        return found


class GuestForm(forms.Form):
    """How a company takes part."""

    people = forms.MultipleChoiceField(label=_("Delegates"), required=False, widget=forms.CheckboxSelectMultiple)
    least = forms.IntegerField(label=_("Fewest meetings"), min_value=0, max_value=60)
    most = forms.IntegerField(label=_("Most meetings"), min_value=1, max_value=240, required=False)
    stand = forms.CharField(label=_("Fixed stand"), max_length=30, required=False, help_text=_("Empty: they go from table to table."))

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people
