"""For whom a category or a rule is: asked field by field, kept as the mapping that rules/adjustments.py reads."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.directory.models import LegalForm, Metric
from klynge.membership.rules.schedule import UNITS

PREFIX = "who_"
WHOLE = {"min_size": _("At least this size"), "max_size": _("At most this size"), "max_age_years": _("At most this many years old"),
         "max_membership_year": _("At most in this membership year")}  # fmt: skip
DAYS = {"joined_from": _("Joined on this day or later"), "joined_before": _("Joined before this day")}
AGE_BY = {"exact": _("counted from the founding day"), "calendar": _("counted in calendar years, the founding year is the first")}
AGE_ON = {"term": _("when the membership year begins"), "joined": _("when joining")}
MOST = 1_000_000_000
SIZES = {"min_size", "max_size"}  # in the smallest steps of their measure: hundredths of full-time equivalents


def predicate_fields(types: Iterable[tuple[str, str]], known: Mapping[str, Any]) -> dict[str, forms.Field]:
    """Return a field for each thing that can be asked of a member; what a predicate names already can always be chosen."""
    forms_known = {*LegalForm.values, *known.get("legal_forms", ())}
    kinds = dict(types) | {code: code for code in known.get("kinds", ()) if code not in dict(types)}
    sizes = [("", "–"), *((value, label) for value, label in Metric.choices if value != Metric.GROUPS)]
    fields: dict[str, forms.Field] = {
        name: forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST) for name, label in WHOLE.items()
    }
    fields["metric"] = forms.ChoiceField(label=_("Size counted in"), choices=sizes, required=False)
    fields["age_by"] = forms.ChoiceField(label=_("Age"), choices=list(AGE_BY.items()), required=False)
    fields["age_on"] = forms.ChoiceField(label=_("Age on the day"), choices=list(AGE_ON.items()), required=False)
    for name, label in DAYS.items():
        fields[name] = forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    fields["legal_forms"] = _several(_("Only these legal forms"), [(form, form) for form in sorted(forms_known)])
    fields["kinds"] = _several(_("Only these membership types"), list(kinds.items()))
    fields["no_foreign_parent"] = forms.BooleanField(label=_("Only without a foreign parent company"), required=False)
    return {PREFIX + name: field for name, field in fields.items()}


def _several(label: Any, choices: list[tuple[str, Any]]) -> forms.Field:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


def predicate_initial(predicate: Mapping[str, Any]) -> dict[str, Any]:
    """Return a predicate as its fields show it."""
    unit = UNITS.get(predicate.get("metric", ""), 1)
    return {PREFIX + name: value // unit if name in SIZES else value for name, value in predicate.items()}


def predicate_of(data: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Read a predicate from cleaned fields; what they don't ask for stays as it was."""
    given = {name.removeprefix(PREFIX): value for name, value in data.items() if name.startswith(PREFIX)}
    kept = {name: value for name, value in before.items() if name not in given}
    made = {name: _plain(value) for name, value in given.items() if value not in (None, "", [], False)}
    if "max_age_years" not in made:
        made = {name: value for name, value in made.items() if name not in ("age_by", "age_on")}
    if not made.keys() & SIZES:
        made.pop("metric", None)
    unit = UNITS.get(made.get("metric", ""), 1)
    made |= {name: made[name] * unit for name in SIZES & made.keys()}
    return kept | {name: value for name, value in made.items() if (name, value) not in (("age_by", "exact"), ("age_on", "term"))}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
