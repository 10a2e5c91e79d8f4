"""What is asked for a member file."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.membership.queries.import_wording import field_name
from klynge.membership.rules.member_files.columns import FIELDS
from klynge.membership.rules.member_files.reading import MOST_BYTES


class UploadForm(forms.Form):
    """The file, and whether its sizes are to be trusted."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX or CSV with a row of headings, in Danish or English, in any order."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt"}),
        allow_empty_file=True,
    )
    confirms_sizes = forms.BooleanField(
        label=_("The numbers of employees are confirmed"),
        help_text=_("Dues are then worked out by them without a warning."),
        required=False,
    )

    def clean_file(self) -> Any:
        """Refuse what no list of members is as large as, before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Save the list alone, without pictures, in a new file."))
        return file


class ColumnsForm(forms.Form):
    """How each column of the file is to be read."""

    def __init__(self, *args: Any, headers: Sequence[str], columns: Mapping[str, str], confirms_sizes: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.headers = headers
        choices = [("", _("Don't read")), *sorted(((field, field_name(field)) for field in FIELDS), key=lambda choice: choice[1])]
        for place, header in enumerate(headers):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=header or "–", choices=choices, required=False, initial=columns.get(header, "")
            )
        self.fields["confirms_sizes"] = forms.BooleanField(
            label=_("The numbers of employees are confirmed"), required=False, initial=confirms_sizes
        )

    def asked(self) -> dict[str, Any]:
        """Return the columns that are to be read, and the flag."""
        chosen = {header: self.cleaned_data[f"column_{place}"] for place, header in enumerate(self.headers)}
        columns = {header: field for header, field in chosen.items() if field}
        return {"columns": columns, "confirms_sizes": self.cleaned_data["confirms_sizes"]}
