"""What is asked before mail leaves or stays."""

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.outbox.models import MailStatus


class LogFilter(forms.Form):
    """Narrows the log; everything may be left out."""

    search = forms.CharField(label=_("Search"), required=False, max_length=120, widget=forms.TextInput(attrs={"type": "search"}))
    status = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *MailStatus.choices])


class ReasonForm(forms.Form):
    """Why something is not to be sent."""

    reason = forms.CharField(label=_("Why should it not be sent?"), max_length=300)


class RetryForm(forms.Form):
    """Where the mail goes this time."""

    to_address = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("Corrected for this mail only; correct it on the contact, too.")
    )
