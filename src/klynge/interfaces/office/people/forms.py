"""What is asked for a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klynge.access.models import Locale
from klynge.directory.models import ContactRoleKind, Organisation
from klynge.directory.queries.searching import search

MOST_NAMED = 5


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """Ask for a day with the browser's own calendar."""
    return forms.DateField(label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class OrganisationField(forms.CharField):
    """An organisation by what one knows of it: the number, the name or a part of it; several that fit are named."""

    def __init__(self, **more: Any) -> None:
        said = {"label": gettext_lazy("Organisation"), "help_text": gettext_lazy("CVR number, or name or a part of it.")}
        super().__init__(**(said | more))
        self.known = Organisation.objects.none()

    def clean(self, value: Any) -> Organisation:
        """Return the one that fits; None when it may be left out and is."""
        text = super().clean(value)
        if not text:
            return None
        found = list(search(self.known, text)[: MOST_NAMED + 1])
        exact = [row for row in found if text.lower() in (row.name.lower(), row.cvr)]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if not found:
            raise forms.ValidationError(_("No organisation here fits. Check the spelling, or register it first."))
        names = "; ".join(f"{row.name} ({row.cvr or row.town or '–'})" for row in found[:MOST_NAMED])
        raise forms.ValidationError(_("Several fit: %s. Write the CVR number.") % names)


class PersonForm(forms.Form):
    """Who it is."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=Locale.choices, help_text=gettext_lazy("Mail is written in this language.")
    )


class AffiliationForm(forms.Form):
    """Where somebody works, from when."""

    organisation = OrganisationField()
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120, required=False)
    from_on = day_field(gettext_lazy("From"))

    def __init__(self, *args: Any, known: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["organisation"].known = known


class NewPersonForm(PersonForm):
    """A person and where they work: somebody who works nowhere here would be seen by nobody."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    organisation = OrganisationField()
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120, required=False)
    from_on = day_field(gettext_lazy("Works there from"))

    def __init__(self, *args: Any, known: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["organisation"].known = known


class EmailForm(forms.Form):
    """One more address."""

    address = forms.EmailField(label=gettext_lazy("E-mail"))
    is_primary = forms.BooleanField(label=gettext_lazy("Write to this address first"), required=False)


class EndForm(forms.Form):
    """When something ends."""

    on = day_field(gettext_lazy("First day after"), gettext_lazy("The day before is the last one."))


class RoleForm(forms.Form):
    """What somebody is to the cluster."""

    organisation = forms.ModelChoiceField(None, label=gettext_lazy("On behalf of"), empty_label=None)
    kind = forms.ChoiceField(label=gettext_lazy("Role"), choices=ContactRoleKind.choices)
    from_on = day_field(gettext_lazy("From"), gettext_lazy("The present holder's role ends the same day; the board has many members."))

    def __init__(self, *args: Any, known: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["organisation"].queryset = known


class SubscriptionForm(forms.Form):
    """To where the newsletter goes, and who said so."""

    address = forms.EmailField(label=gettext_lazy("E-mail"))
    consent_source = forms.CharField(
        label=gettext_lazy("Where the consent came from"),
        max_length=120,
        help_text=gettext_lazy("For example: the form at the fair, 3 March."),
    )
