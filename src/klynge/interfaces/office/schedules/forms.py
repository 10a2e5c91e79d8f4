"""What is asked for a fee schedule."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from klynge.billing.models import Product
from klynge.core.money import parse_minor
from klynge.membership.models import Proration

DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
LARGEST = 10_000_000_000  # whole kroner of turnover are sizes too


class AmountField(forms.CharField):
    """An amount as typed, in Danish or English form; cleaned to minor units."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 9, "class": "num"}), max_length=20, **kwargs)

    def clean(self, value: Any) -> int | None:
        """Read the text. Raises: ValidationError when it is no amount, or negative."""
        text = super().clean(value)
        try:
            minor = parse_minor(text) if text else None
        except ValueError:
            raise forms.ValidationError(_now("Write an amount, for example 2.500 or 2.500,50.")) from None
        if minor is not None and minor < 0:
            raise forms.ValidationError(_now("An amount can't be negative."))
        return minor


class NewForm(forms.Form):
    """The beginnings of a schedule."""

    name = forms.CharField(label=_("Name"), max_length=160)
    code = forms.SlugField(label=_("Code"), max_length=60, initial="ordinary", help_text=_("The schedule across its versions."))
    product = forms.ModelChoiceField(None, label=_("Fee product"), help_text=_("Says how the fee is taxed and booked."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = Product.objects.order_by("code")  # type: ignore[attr-defined]


class ScheduleForm(forms.Form):
    """What concerns the schedule as a whole."""

    name = forms.CharField(label=_("Name"), max_length=160)
    product = forms.ModelChoiceField(None, label=_("Fee product"), required=False)
    proration = forms.ChoiceField(label=_("Who joins during the year pays"), choices=Proration.choices)
    bills_next_year_from = forms.RegexField(
        r"^\d\d-\d\d$", label=_("Who joins from this day on pays next year too"), required=False, help_text=_("Month and day, as in 11-15.")
    )
    is_vat_included = forms.BooleanField(label=_("The amounts include VAT"), required=False)
    assumption_da = forms.CharField(label=_("What is assumed, in Danish"), required=False, max_length=500)
    assumption_en = forms.CharField(label=_("What is assumed, in English"), required=False, max_length=500)
    employees = forms.CharField(label=_("Try the price for these sizes"), required=False, initial="1, 7, 37, 250", max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = Product.objects.order_by("code")  # type: ignore[attr-defined]


class BandForm(forms.Form):
    """One row of the scale; a row without an amount is left out."""

    origin = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the position it had, to keep what the table doesn't show
    label_da = forms.CharField(label=_("Category, in Danish"), required=False, max_length=80)
    label_en = forms.CharField(label=_("Category, in English"), required=False, max_length=80)
    low = forms.IntegerField(
        label=_("From"), required=False, min_value=0, max_value=LARGEST, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 5})
    )
    last = forms.IntegerField(
        label=_("To"), required=False, min_value=0, max_value=LARGEST, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 5})
    )
    amount = AmountField(label=_("Amount a year"), required=False)
    is_assumption = forms.BooleanField(label=_("Assumed"), required=False)

    def clean(self) -> dict[str, Any]:
        """Compare the ends. Raises: ValidationError."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        low, last = found.get("low"), found.get("last")
        if low is not None and last is not None and last < low:
            self.add_error("last", _now("The last size is below the first."))
        if found.get("amount") is None and "amount" not in self.errors and (low is not None or last is not None):
            self.add_error("amount", _now("Give an amount, or empty the row to leave it out."))
        return found


BandFormSet = forms.formset_factory(BandForm, extra=0, max_num=100, absolute_max=100, can_delete=True)


class AdoptForm(forms.Form):
    """Who decided it, when, and from which day it counts."""

    adopted_on = forms.DateField(label=_("Decided on"), **DAY)
    resolution = forms.CharField(label=_("Resolution"), max_length=200, help_text=_("Who decided, and where it is written."))
    effective_on = forms.DateField(
        label=_("In force from"), help_text=_("The first day of a term. The former version holds until then."), **DAY
    )


class CopyForm(forms.Form):
    """How the next version comes from this one."""

    amounts_per_mille = forms.IntegerField(label=_("Raise the amounts by ‰"), required=False, min_value=-500, max_value=1000, initial=0)
    bounds_per_mille = forms.IntegerField(label=_("Move the bounds by ‰"), required=False, min_value=-500, max_value=1000, initial=0)
    is_rounded_up = forms.BooleanField(label=_("Round up to whole units of the currency"), required=False)
