"""What is asked for a dues run."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.membership.models import Term


class PlanForm(forms.Form):
    """Which term, the facts of which day, invoices of which date."""

    term = forms.ModelChoiceField(None, label=_("Term"), empty_label=None)
    as_of = forms.DateField(
        label=_("Facts as of"),
        help_text=_("Memberships and sizes are read as they were on this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    issue_on = forms.DateField(
        label=_("Invoice date"),
        help_text=_("The date that every invoice of the run carries; payment is due counted from it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: object, terms: "forms.models.QuerySet[Term]", today: date, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"as_of": today, "issue_on": today})
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["term"].queryset = terms  # type: ignore[attr-defined]


class ReleaseForm(forms.Form):
    """A word on why the plan is right."""

    note = forms.CharField(label=_("Note for the record"), required=False, max_length=300)
    has_looked = forms.BooleanField(label=_("I have looked at the amounts and the exceptions"))


class UndoForm(forms.Form):
    """Why everything that the run issued is credited."""

    reason = forms.CharField(label=_("Reason, as printed on the credit notes"), max_length=200)


class OpenTermForm(forms.Form):
    """Which year is opened."""

    starts_on = forms.DateField(
        label=_("First day"),
        help_text=_("A membership year is exactly one year long and starts in the month that the settings say."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ReopenTermForm(forms.Form):
    """Why a closed year is opened again."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Kept in the audit log."))
