"""What is asked about the books."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.core.texts import in_language
from klynge.ledger.rules import chart

LONGEST = 200


def day_field(label: object, *, required: bool = False) -> forms.DateField:
    """Make a field for a day, with the browser's own calendar."""
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def families() -> list[tuple[str, str]]:
    """Return the families of accounts with their names in the reader's language."""
    return sorted(((family, in_language(chart.names_of(family))) for family in chart.NUMBERS), key=lambda pair: pair[1])


class JournalForm(forms.Form):
    """Which transactions; everything may be left out."""

    search = forms.CharField(label=_("Search"), required=False, max_length=LONGEST, widget=forms.TextInput(attrs={"type": "search"}))
    family = forms.ChoiceField(label=_("Account"), required=False)
    since = day_field(_("From"))
    until = day_field(_("To"))
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["family"].choices = [("", _("Every account")), *families()]  # type: ignore[attr-defined]


class ExportForm(forms.Form):
    """Which days, and for which program."""

    first = day_field(_("From"), required=True)
    last = day_field(_("To"), required=True)
    form = forms.ChoiceField(
        label=_("For"),
        choices=[
            ("csv", _("A spreadsheet (CSV)")),
            ("economic", _("e-conomic (draft entries, JSON)")),
            ("beancount", "beancount"),
            ("hledger", "hledger"),
        ],
    )

    def clean(self) -> dict[str, object]:
        """Refuse days that run backwards."""
        data: dict[str, object] = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("last", _("This is before the first day. Turn them round."))
        return data


class CloseForm(forms.Form):
    """Through which day."""

    through_on = day_field(_("Last day to close"), required=True)


class ReopenForm(forms.Form):
    """Through which day the books stay closed, and why."""

    through_on = day_field(_("Stay closed through"), required=True)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class NumberForm(forms.Form):
    """An account number of the bookkeeping system."""

    number = forms.CharField(label=_("Account number"), max_length=12, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
