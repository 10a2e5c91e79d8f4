"""What narrows the list, and what is asked before an invoice is credited or paid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from klynge.billing.queries import InvoiceFilter, InvoiceState, years
from klynge.core.money import parse_minor
from klynge.ui.formats import money, shortday

DELIVERED = [("failed", _("Failed or rejected")), ("waiting", _("Waiting")), ("sent", _("Sent or accepted"))]


class InvoiceFilterForm(forms.Form):
    """Everything may be left out; what can't be understood does not narrow."""

    search = forms.CharField(
        label=_("Search"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Number, payment line, organisation, CVR")}),
    )  # fmt: skip
    status = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *InvoiceState.choices])
    einvoice = forms.ChoiceField(label=_("E-invoice"), required=False, choices=[("", _("All")), *DELIVERED])
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
        return minor_of(self.cleaned_data["amount"])


class UsePaymentForm(forms.Form):
    """Which invoice, and how much of the payment."""

    invoice = forms.ChoiceField(label=_("Invoice"), required=False)
    amount = forms.CharField(
        label=_("Amount"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("Leave it empty to use as much as is left and open."),
    )  # fmt: skip
    number = forms.CharField(
        label=_("Or the number of another organisation's invoice"), max_length=30, required=False, help_text=_("When one pays for another.")
    )

    def __init__(self, *args: Any, invoices: Iterable[Any], currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["invoice"].choices = [
            ("", "–"),
            *((one.number, _("%(number)s, due %(day)s: %(amount)s open") % {"number": one.number, "day": shortday(one.due_on), "amount": money(one.open_minor, currency)}) for one in invoices),
        ]  # fmt: skip

    def clean_amount(self) -> int | None:
        """Return minor units, or None for as much as can be."""
        return minor_of(self.cleaned_data["amount"]) if self.cleaned_data["amount"].strip() else None

    def clean(self) -> dict[str, Any]:
        """One invoice and no more."""
        data = super().clean() or self.cleaned_data
        if bool(data.get("invoice")) == bool((data.get("number") or "").strip()) and not self.errors:
            raise forms.ValidationError(_("Choose an invoice, or write another organisation's number; one of the two."))
        return data


def _day(label: object, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Kept in the audit log."))


class WriteOffForm(forms.Form):
    """Why an amount is lost, and on which day that is booked."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Printed on the voucher: bankruptcy, time-barred, too small to pursue.")
    )
    on = _day(_("Booked on"))


class InstalmentForm(forms.Form):
    """In how many months, from when."""

    count = forms.IntegerField(label=_("Number of parts"), min_value=2, max_value=24, initial=3)
    first_on = _day(_("First part to be paid by"), help_text=_("The others follow on the same day of each month."))
    note = forms.CharField(label=_("Note"), max_length=300, required=False, help_text=_("For the office alone."))


class RefundForm(forms.Form):
    """How much was paid back, where to, when and why."""

    amount = forms.CharField(label=_("Amount"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    to_account = forms.CharField(label=_("To account"), max_length=42, help_text=_("IBAN, or registration and account number."))
    paid_on = _day(_("Paid on"))
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Printed on the letter."))

    def clean_amount(self) -> int:
        """Return minor units."""
        return minor_of(self.cleaned_data["amount"])


class ReleaseForm(forms.Form):
    """Why a payment does not settle an invoice after all."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Kept with the payment and in the audit log."))


def minor_of(text: str) -> int:
    """Return minor units of a typed amount. Raises: ValidationError."""
    try:
        return parse_minor(text)
    except ValueError:
        raise forms.ValidationError(_("This is not an amount. Write it like 6.875,00.")) from None


def narrowed(request: HttpRequest) -> tuple[InvoiceFilterForm, InvoiceFilter]:
    """Return the form as the address fills it, and what it narrows to."""
    form = InvoiceFilterForm(request.GET, codes=years(request.cluster))
    form.is_valid()
    data = form.cleaned_data
    wanted = {
        "state": data.get("status") or "",
        "search": data.get("search") or "",
        "year": data.get("year") or "",
        "einvoice": data.get("einvoice") or "",
    }
    return form, InvoiceFilter(**wanted, organisation_id=data.get("organisation"), sort=data.get("sort") or "-number")
