"""The cluster's own facts, in three parts."""

from copy import copy
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from klynge.access.models import Cluster, Role

LABELS = {
    "name": _("Name"), "legal_name": _("Legal name"), "cvr": _("CVR number"), "street": _("Street"), "postcode": _("Postcode"), "town": _("Town"),
    "email": _("E-mail"), "phone": _("Telephone"), "website": _("Website"), "locale": _("Language"),
    "fiscal_year_month": _("Fiscal year starts in"), "membership_year_month": _("Membership year starts in"),
    "payment_days": _("Days to pay"), "notice_rule": _("A resignation takes effect"), "notice_months": _("Months of notice"),
    "bank_name": _("Bank"), "bank_reg": _("Registration number"), "bank_account": _("Account number"), "iban": _("IBAN"), "bic": _("BIC"),
    "fik_creditor": _("FIK creditor number"),
}  # fmt: skip
HELP = {
    "legal_name": _("As registered; it stands on invoices."),
    "email": _("Answers to mail from the outbox come here."),
    "locale": _("For new organisations and people; everybody can choose their own."),
    "iban": _("Spaces don't matter."),
    "fik_creditor": _("Eight digits, the first is 8. Without it invoices carry no payment line for Danish banks."),
    "payment_days": _("From the invoice date to the due date."),
}


class PartForm(forms.ModelForm):  # type: ignore[type-arg]
    """A part of the cluster's facts; the action changes them, the form only reads."""

    class Meta:
        model = Cluster
        fields: tuple[str, ...] = ()
        labels, help_texts = LABELS, HELP

    def __init__(self, *args: Any, instance: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, instance=copy(instance), **kwargs)  # checking a form writes into its instance
        for name in {"fiscal_year_month", "membership_year_month"} & set(self.fields):
            self.fields[name] = forms.TypedChoiceField(
                label=LABELS[name], choices=[(number, month.capitalize()) for number, month in MONTHS.items()], coerce=int
            )


class IdentityForm(PartForm):
    """Who the cluster is."""

    website = forms.URLField(label=LABELS["website"], required=False, assume_scheme="https")

    class Meta(PartForm.Meta):
        fields = ("name", "legal_name", "cvr", "street", "postcode", "town", "email", "phone", "website", "locale")


class BankForm(PartForm):
    """Where members pay."""

    fik_creditor = forms.CharField(label=LABELS["fik_creditor"], help_text=HELP["fik_creditor"], required=False, max_length=20)
    iban = forms.CharField(label=LABELS["iban"], help_text=HELP["iban"], required=False, max_length=50)

    class Meta(PartForm.Meta):
        fields = ("bank_name", "bank_reg", "bank_account", "iban", "bic", "fik_creditor", "payment_days")


class YearForm(PartForm):
    """When years start and how one leaves."""

    class Meta(PartForm.Meta):
        fields = ("fiscal_year_month", "membership_year_month", "notice_rule", "notice_months")


PARTS = {
    "identity": (_("Who we are"), IdentityForm),
    "bank": (_("How members pay"), BankForm),
    "year": (_("Years and notice"), YearForm),
}


class LogoForm(forms.Form):
    """A picture for invoices and letters."""

    logo = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG or plain SVG, at most 512 KB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/svg+xml"}),
    )


class InviteForm(forms.Form):
    """Who, and as what."""

    has_preview = True

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("A mail goes there with a link, which works once and for two weeks.")
    )
    name = forms.CharField(label=_("Name"), max_length=120, required=False, help_text=_("Needed for somebody who is new here."))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.READER)
