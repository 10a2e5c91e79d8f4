"""What narrows the list of members; the address holds all of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.access.models import Cluster
from klynge.core.texts import in_language
from klynge.directory.models import OrganisationKind
from klynge.interfaces.wording.members import STATUSES
from klynge.membership.models import MembershipType
from klynge.membership.queries.member_rows import CURRENT, EVERY, SORTS, MemberFilter, categories, municipalities_in_use

STATUS_CHOICES = [(CURRENT, _("Members")), *STATUSES.items(), (EVERY, _("Everybody, also former ones"))]
MISSING = [
    ("", _("Nothing in particular")),
    ("size", _("A size")),
    ("confirmation", _("A confirmed size")),
    ("agreement", _("Agreement with the register on the size")),
    ("facts", _("A look at the facts this year")),
    ("contact", _("Somebody to invoice")),
]
STANDING = [("", _("Any")), ("overdue", _("Overdue"))]
KEPT = ("q", "status", "type", "category", "municipality", "kind", "missing", "standing", "on", "sort")
FOLDED = ("municipality", "kind", "missing", "standing", "on")  # behind "more filters"


class MemberFilterForm(forms.Form):
    """Everything may be left out; what can't be understood does not narrow."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name, CVR, person, e-mail, town")}),
    )  # fmt: skip
    status = forms.ChoiceField(label=_("Status"), required=False, choices=STATUS_CHOICES)
    type = forms.TypedChoiceField(label=_("Type"), required=False, coerce=int, empty_value=None)
    category = forms.ChoiceField(label=_("Category"), required=False)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *OrganisationKind.choices])
    missing = forms.ChoiceField(label=_("What is missing"), required=False, choices=MISSING)
    standing = forms.ChoiceField(label=_("Payment"), required=False, choices=STANDING)
    on = forms.DateField(label=_("Members on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    sort = forms.ChoiceField(
        required=False, choices=[(f"{sign}{key}", key) for key in SORTS for sign in ("", "-")], widget=forms.HiddenInput
    )

    def __init__(self, *args: object, cluster: Cluster, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        types = [(each.pk, in_language(each.name)) for each in MembershipType.objects.filter(cluster=cluster).order_by("code")]
        bands = [(key, in_language(label)) for key, label in categories(cluster, on_day=today)]
        towns = [(each.code, each.name) for each in municipalities_in_use()]
        for name, first, rest in (
            ("type", _("All types"), types),
            ("category", _("All categories"), bands),
            ("municipality", _("All"), towns),
        ):
            self.fields[name].choices = [("", first), *rest]  # type: ignore[attr-defined]
        self.today = today

    def given(self) -> dict[str, Any]:
        """Return what was understood, with what holds when nothing is said."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}

    @property
    def on_day(self) -> date:
        """The day that the list is about."""
        return self.given()["on"] or self.today

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for but the order."""
        return any(value for name, value in self.given().items() if name != "sort")

    @property
    def is_unfolded(self) -> bool:
        """Whether one of the rarer filters is set."""
        return any(self.given()[name] for name in FOLDED)

    def wanted(self) -> MemberFilter:
        """Return the filter for the query."""
        given = self.given()
        return MemberFilter(
            q=given["q"] or "", status=given["status"] or CURRENT, type_id=given["type"], category=given["category"] or "",
            municipality=given["municipality"] or "", kind=given["kind"] or "", missing=given["missing"] or "",
            standing=given["standing"] or "", sort=given["sort"] or "name",
        )  # fmt: skip
