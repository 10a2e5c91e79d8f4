"""What the office notes of a company."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from klynge.directory.models import Organisation
from klynge.directory.queries.people import people_of
from klynge.engagement.actions.add_activity import MOST_HOURS, NOT_BY_HAND
from klynge.engagement.models import ActivityKind, Outcome, Worklist


class NoteForm(forms.Form):
    """A contact with the company, or the plan of one."""

    worklist = forms.ChoiceField(label=gettext_lazy("Why"), choices=Worklist.choices)
    outcome = forms.ChoiceField(label=gettext_lazy("What came of it"), choices=Outcome.choices)
    contacted_on = forms.DateField(label=gettext_lazy("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    next_on = forms.DateField(
        label=gettext_lazy("Look again on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class AddForm(forms.Form):
    """Something that they did and no list knows."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What they did"), choices=[each for each in ActivityKind.choices if each[0] not in NOT_BY_HAND]
    )
    happened_on = forms.DateField(label=gettext_lazy("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    person = forms.TypedChoiceField(label=gettext_lazy("Who"), required=False, coerce=int, empty_value=None)
    hours = forms.IntegerField(label=gettext_lazy("Hours"), required=False, min_value=1, max_value=MOST_HOURS, help_text=gettext_lazy("Only for hours worked."))  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.initial.get("happened_on")
        works = people_of(organisation, on_day=day) if day else []
        self.fields["person"].choices = [("", "–"), *((work.person_id, work.person.name) for work in works)]
