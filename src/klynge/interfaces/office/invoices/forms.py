"""What narrows the list, and what is asked before an invoice is credited or paid."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from klynge.billing.queries import InvoiceFilter, InvoiceState, years
from klynge.core.money import parse_minor


class InvoiceFilterForm(forms.Form):
    """Everything may be left out; what can't be understood does not narrow."""

    search = forms.CharField(
        label=_("Search"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Number, payment line, organisation, CVR")}),
    )  # fmt: skip
    status = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *InvoiceState.choices])
    year = forms.ChoiceField(label=_("Year"), required=False)
    organisation = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", _("All")), *((code, code) for code in codes)]


class CreditForm(forms.Form):
    """Why the invoice is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Printed on the credit note, in the language of the invoice."))


class PaymentForm(forms.Form):
    """What came in, when and as what."""

    amount = forms.CharField(label=_("Amount"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    received_on = forms.DateField(label=_("Received on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reference = forms.CharField(
        label=_("Reference"),
        max_length=72,
        help_text=_("The bank's own, or any that is not used yet. The same reference is never recorded twice."),
    )

    def clean_amount(self) -> int:
        """Return minor units."""
        try:
            return parse_minor(self.cleaned_data["amount"])
        except ValueError:
            raise forms.ValidationError(_("This is not an amount. Write it like 6.875,00.")) from None


def narrowed(request: HttpRequest) -> tuple[InvoiceFilterForm, InvoiceFilter]:
    """Return the form as the address fills it, and what it narrows to."""
    form = InvoiceFilterForm(request.GET, codes=years(request.cluster))
    form.is_valid()
    data = form.cleaned_data
    wanted = {"state": data.get("status") or "", "search": data.get("search") or "", "year": data.get("year") or ""}
    return form, InvoiceFilter(**wanted, organisation_id=data.get("organisation"), sort=data.get("sort") or "-number")
