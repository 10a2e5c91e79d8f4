"""What is asked about the bank."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.banking.models import BankAccount
from klynge.billing.models import AsideReason
from klynge.billing.queries.worklist import STATES


def day_field(label: object) -> forms.DateField:
    """Make a field for a day, with the browser's own calendar."""
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class EntryForm(forms.Form):
    """Everything may be left out; what can't be understood does not narrow."""

    search = forms.CharField(label=_("Search"), required=False, max_length=120, widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name, text, reference, account")}))  # fmt: skip
    account = forms.TypedChoiceField(label=_("Account"), required=False, coerce=int, empty_value=None)
    direction = forms.ChoiceField(label=_("Direction"), required=False, choices=[("", _("Both")), ("in", _("In")), ("out", _("Out"))])
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES.items)
    since = day_field(_("From"))
    until = day_field(_("To"))

    def __init__(self, *args: Any, accounts: list[BankAccount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [("", _("All")), *((one.pk, one.name) for one in accounts)]


class DayForm(forms.Form):
    """The day at whose end something is looked at; what can't be understood is today."""

    on = day_field(_("At the end of"))


class AsideForm(forms.Form):
    """Why an entry is none of what members owe."""

    reason = forms.ChoiceField(
        label=_("What was it for?"),
        choices=[("", "–"), *((one.value, one.label) for one in AsideReason if one is not AsideReason.RETURNED)],
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class ReverseForm(forms.Form):
    """Why a booking is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Kept with the payment and in the audit log."))


class FileForm(forms.Form):
    """A file from the bank; which account it is of, where the file does not say."""

    file = forms.FileField(label=_("File"), max_length=200, help_text=_("A statement as camt.053, camt.054, MT940 or CSV; at most 100 MB."))
    account = forms.ModelChoiceField(BankAccount._base_manager.none(), label=_("Account"), required=False, empty_label=_("As the file says"), help_text=_("Only a CSV file needs it."))  # fmt: skip

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts


class AccountForm(forms.Form):
    """A bank account of the cluster's."""

    identifier = forms.CharField(label=_("Account"), max_length=42, help_text=_("IBAN, or registration number and account number."))
    name = forms.CharField(label=_("Name"), max_length=80, required=False, help_text=_("What it is called here, such as Operations."))
    currency = forms.CharField(label=_("Currency"), max_length=3, min_length=3)

    def clean_currency(self) -> str:
        """Return it in capitals."""
        return str(self.cleaned_data["currency"]).upper()
