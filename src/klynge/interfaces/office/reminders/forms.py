"""What is asked about reminders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.billing.models import Days
from klynge.core.errors import Invalid
from klynge.core.money import parse_minor


def day_field(label: object) -> forms.DateField:
    """Make a field for a day, with the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ReasonForm(forms.Form):
    """A sentence."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class OutcomeForm(forms.Form):
    """How a dispute ended."""

    outcome = forms.CharField(label=_("How it ended"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class PauseForm(ReasonForm):
    """Until when, and why."""

    until_on = day_field(_("No reminders before"))
    is_all = forms.BooleanField(label=_("For all invoices of this organisation"), required=False)
    field_order = ["until_on", "reason", "is_all"]


class ArrearsForm(forms.Form):
    """How days count, and when benefits rest."""

    day_count = forms.ChoiceField(label=_("Days of interest"), choices=Days.choices, help_text=_("The law is silent on this."))
    suspend_days = forms.IntegerField(
        label=_("Days after the last deadline until benefits rest"), required=False, min_value=0, max_value=366,
        help_text=_("Leave it blank, and nobody loses benefits. The membership itself always goes on."),
    )  # fmt: skip


class RateForm(forms.Form):
    """The lending rate on the first day of a half-year."""

    valid_from = day_field(_("From"))
    rate = forms.DecimalField(label=_("Lending rate, per cent"), max_digits=5, decimal_places=2, localize=True, help_text=_("Of Danmarks Nationalbank. The eight points of the law are added by themselves."))  # fmt: skip

    def clean_rate(self) -> int:
        """Return basis points."""
        return int(self.cleaned_data["rate"] * 100)


class StepForm(forms.Form):
    """One step of a rule; a blank number of days leaves the step out."""

    days_after = forms.IntegerField(label=_("Days after the due day, or the step before"), required=False, min_value=1, max_value=366)
    deadline_days = forms.IntegerField(label=_("Days to pay"), required=False, min_value=1, max_value=90)
    fee = forms.CharField(label=_("Fee, kroner"), required=False, max_length=12, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    charges_interest = forms.BooleanField(label=_("Charge interest"), required=False)
    charges_compensation = forms.BooleanField(label=_("Charge the compensation of 310 kroner"), required=False)
    text_da = forms.CharField(label=_("Text in Danish"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    text_en = forms.CharField(label=_("Text in English"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_fee(self) -> int:
        """Return minor units; blank is nothing."""
        text = self.cleaned_data["fee"].strip()
        try:
            return parse_minor(text) if text else 0
        except (Invalid, ValueError) as fault:
            raise forms.ValidationError(_("Write an amount such as 100 or 99,50.")) from fault

    def clean(self) -> dict[str, Any]:
        """Ask for the days to pay where there is a step."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("days_after") and not data.get("deadline_days") and "deadline_days" not in self.errors:
            self.add_error("deadline_days", _("Give the number of days to pay."))
        return data


StepFormSet = forms.formset_factory(StepForm, extra=0, max_num=3, validate_max=True, absolute_max=3)
