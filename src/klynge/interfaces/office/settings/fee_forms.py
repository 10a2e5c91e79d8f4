"""What is asked about dues and products."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.billing.models import FeeStatus, Product, ProductKind, VatTreatment


class FeeStatusForm(forms.Form):
    """Which status from which day."""

    status = forms.ChoiceField(label=_("Status"), choices=FeeStatus.choices)
    from_on = forms.DateField(
        label=_("From"),
        help_text=_("No dues can be invoiced for a day before they are introduced."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200, help_text=_("For example the general meeting that decided it."))


class ProductForm(forms.Form):
    """What it is called in both languages and how it is taxed."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Short and lasting, like “dues”; small letters, digits and hyphens.")
    )
    kind = forms.ChoiceField(
        label=_("What it is"), choices=ProductKind.choices, initial=ProductKind.OTHER, help_text=_("Dues are charged only from the day on which they are introduced. This can't be changed later.")
    )  # fmt: skip
    name_da = forms.CharField(label=_("Name in Danish"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    vat_treatment = forms.ChoiceField(label=_("VAT"), choices=VatTreatment.choices)
    vat_rate = forms.DecimalField(
        label=_("Rate in per cent"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        required=False,
        help_text=_("Only with VAT on top; 25 in Denmark."),
    )
    reason_da = forms.CharField(
        label=_("Reason in Danish"), max_length=300, required=False, help_text=_("Printed on the invoice when no VAT is charged.")
    )
    reason_en = forms.CharField(label=_("Reason in English"), max_length=300, required=False)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["code"], self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        """A rate belongs to VAT on top, a reason to everything else."""
        data = super().clean() or self.cleaned_data
        is_standard = data.get("vat_treatment") == VatTreatment.STANDARD
        if is_standard and not data.get("vat_rate"):
            self.add_error("vat_rate", _("Write the rate, for example 25."))
        if not is_standard and not data.get("reason_da"):
            self.add_error("reason_da", _("Say why no VAT is charged; the invoice has to."))
        return data

    def facts(self) -> dict[str, Any]:
        """Return what the actions take."""
        data = self.cleaned_data
        is_standard = data["vat_treatment"] == VatTreatment.STANDARD
        return {
            "name": {"da": data["name_da"], "en": data["name_en"]},
            "vat_treatment": data["vat_treatment"],
            "vat_rate_bp": int(data["vat_rate"] * 100) if is_standard else 0,
            "vat_reason": {} if is_standard else {"da": data["reason_da"], "en": data["reason_en"] or data["reason_da"]},
        }


def initial_of(product: Product) -> dict[str, Any]:
    """Return the product as its form shows it."""
    return {
        "name_da": product.name.get("da", ""),
        "name_en": product.name.get("en", ""),
        "vat_treatment": product.vat_treatment,
        "vat_rate": (Decimal(product.vat_rate_bp) / 100).normalize() if product.vat_rate_bp else None,
        "reason_da": product.vat_reason.get("da", ""),
        "reason_en": product.vat_reason.get("en", ""),
    }
