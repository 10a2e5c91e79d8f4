"""What is asked for one category of a scale."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from klynge.directory.models import Metric
from klynge.membership.rules.schedule import UNITS, Band

from .amounts import AmountField
from .predicates import predicate_fields, predicate_of

LARGEST = 10_000_000_000  # whole kroner of turnover are sizes too


def _size(label: Any) -> forms.IntegerField:
    box = forms.TextInput(attrs={"inputmode": "numeric", "size": 5})
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=LARGEST, widget=box)


class BandForm(forms.Form):
    """One row of the scale; a row without an amount is left out."""

    origin = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the position it had, to keep what the table doesn't show
    is_for_some = forms.BooleanField(required=False, widget=forms.HiddenInput)  # asks for whom it is, and for hours
    label_da = forms.CharField(label=_("Category, in Danish"), required=False, max_length=80)
    label_en = forms.CharField(label=_("Category, in English"), required=False, max_length=80)
    low = _size(_("From"))
    last = _size(_("To"))
    amount = AmountField(label=_("Amount a year"), required=False)
    is_assumption = forms.BooleanField(label=_("Assumed"), required=False)
    hours = forms.IntegerField(label=_("Hours a year beside it"), required=False, min_value=0, max_value=100_000)

    def __init__(
        self, *args: Any, others: Sequence[str] = (), types: Iterable[tuple[str, str]] = (), in_hours: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.in_hours, self.metrics, self.predicate = in_hours, list(others), {}
        if in_hours or not self.is_asking:
            del self.fields["hours"]  # not asked, or the amount column holds them
        for metric in self.metrics:
            name = str(Metric(metric).label)
            self.fields[f"{metric}_low"], self.fields[f"{metric}_last"] = _size(_("%s from") % name), _size(_("%s to") % name)
        if self.is_asking:
            self.predicate = predicate_fields(types, {})
            self.fields |= self.predicate

    @property
    def is_asking(self) -> bool:
        """Whether it is asked for whom the category is."""
        return self["is_for_some"].value() in (True, "True", "on", "1")

    @property
    def besides(self) -> list[forms.BoundField]:
        """What is asked below the row: other measures, hours beside the amount, and for whom it is."""
        names = [f"{metric}_{end}" for metric in self.metrics for end in ("low", "last")]
        return [self[name] for name in (*names, *(["hours"] if "hours" in self.fields else []), *self.predicate)]

    @property
    def is_left_out(self) -> bool:
        """Whether the row is not kept."""
        return self.cleaned_data.get("amount") is None or bool(self.cleaned_data.get("DELETE"))

    def clean(self) -> dict[str, Any]:
        """Compare the ends. Raises: ValidationError."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for low, last in [("low", "last"), *((f"{metric}_low", f"{metric}_last") for metric in self.metrics)]:
            if found.get(low) is not None and found.get(last) is not None and found[last] < found[low]:
                self.add_error(last, _now("The last size is below the first."))
        if found.get("amount") is None and "amount" not in self.errors and (found.get("low") is not None or found.get("last") is not None):
            self.add_error("amount", _now("Give an amount, or empty the row to leave it out."))
        return found

    def spec(self, before: Band | None, main: str) -> dict[str, Any]:
        """Return the category as plain data; sizes in the smallest steps of their measure."""
        data = self.cleaned_data
        low, high = _bounds(main, data["low"], data["last"])
        others = {
            metric: [*_bounds(metric, data[f"{metric}_low"], data[f"{metric}_last"])] for metric in self.metrics if self._names(metric)
        }
        hours, amount = (data["amount"] // 100, 0) if self.in_hours else (data.get("hours") or 0, data["amount"])
        return {
            "label": {language: data[f"label_{language}"] for language in ("da", "en") if data[f"label_{language}"]},
            "low": low,
            "high": high,
            "other_bounds": others,
            "predicate": predicate_of(data, before.predicate if before else {}) if self.is_asking else {},
            "is_assumption": data["is_assumption"],
            "hours": hours,
            "amount_minor": amount,
            "printed_gross_minor": before.printed_gross_minor if before and before.amount_minor == amount else None,
        }

    def _names(self, metric: str) -> bool:
        return any(self.cleaned_data[f"{metric}_{end}"] is not None for end in ("low", "last"))


def _bounds(metric: str, low: int | None, last: int | None) -> tuple[int, int | None]:
    unit = UNITS.get(metric, 1)
    return (low or 0) * unit, None if last is None else (last + 1) * unit


BandFormSet = forms.formset_factory(BandForm, extra=0, max_num=100, absolute_max=100, can_delete=True)
