"""What the receivables are narrowed by."""

from django import forms
from django.utils.translation import gettext_lazy as _

BUCKETS = {
    "not_due": _("Not due"),
    "to_30": _("1–30 days"),
    "to_60": _("31–60 days"),
    "to_90": _("61–90 days"),
    "over_90": _("Over 90 days"),
}
SHORT = {"not_due": _("Not due"), "to_30": "1–30", "to_60": "31–60", "to_90": "61–90", "over_90": "> 90"}  # beneath bars
NARROWED = [
    ("", _("All")),
    ("overdue", _("All overdue")),
    *BUCKETS.items(),
    ("disputed", _("Disputed")),
    ("paused", _("Reminders paused")),
    ("on_account", _("Money on account")),
]


class PayersForm(forms.Form):
    """Everything may be left out; what can't be understood does not narrow."""

    search = forms.CharField(label=_("Search"), required=False, max_length=120, widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Organisation, CVR")}))  # fmt: skip
    bucket = forms.ChoiceField(label=_("How late"), required=False, choices=NARROWED)
    on = forms.DateField(label=_("At the end of"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
