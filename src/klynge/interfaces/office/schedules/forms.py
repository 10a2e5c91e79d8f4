"""What is asked for a fee schedule."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.billing.models import Product
from klynge.membership.models import Proration, Rejoining

DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


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
    rejoining = forms.ChoiceField(label=_("Who leaves and joins again within a year"), choices=Rejoining.choices)
    is_vat_included = forms.BooleanField(label=_("The amounts include VAT"), required=False)
    assumption_da = forms.CharField(label=_("What is assumed, in Danish"), required=False, max_length=500)
    assumption_en = forms.CharField(label=_("What is assumed, in English"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = Product.objects.order_by("code")  # type: ignore[attr-defined]


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
