"""What is asked for one part of a fee: for whom, by which measure, and the amounts and limits of its method."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klynge.billing.models import Product
from klynge.directory.models import Metric
from klynge.interfaces.wording.schedules import LABELS, PER_MILLE
from klynge.membership.models import FeeMethod
from klynge.membership.rules.schedule import BAND, BASE_RATE, FLAT, HOURS, PER_GROUP, PER_UNIT, Component

from .amounts import AmountField, amount_text

LIMITS = ("min_minor", "max_minor")
PARAMETERS = {
    BAND: (),
    FLAT: ("amount_minor",),
    PER_UNIT: ("per_unit_minor", "base_minor", "min_units", "max_units", *LIMITS),
    BASE_RATE: ("base_minor", "rate_ppm", "threshold", *LIMITS),
    PER_GROUP: ("amount_minor", "included_groups"),
    HOURS: ("hours", "hour_value_minor"),
}
SIZED = (BAND, FLAT, HOURS, PER_GROUP)  # methods that may have categories
MOST = 10_000_000_000
MEASURES = [each for each in Metric.choices if each[0] != Metric.GROUPS]


class PartForm(forms.Form):
    """One part; its method is chosen when it is added and stays."""

    code = forms.SlugField(widget=forms.HiddenInput, max_length=60)
    method = forms.ChoiceField(widget=forms.HiddenInput, choices=FeeMethod.choices)
    label_da = forms.CharField(label=_("Name in Danish, as on the invoice"), max_length=80)
    label_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    metric = forms.ChoiceField(label=_("By which measure"), choices=[("", "–"), *MEASURES], required=False)
    others = forms.MultipleChoiceField(label=_("Further measures"), required=False, widget=forms.CheckboxSelectMultiple)
    needs_all = forms.BooleanField(label=_("All measures must reach a category (else one is enough)"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Only for these membership types"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all."),
    )
    product_id = forms.TypedChoiceField(label=_("Its own fee product"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, types: Iterable[tuple[str, str]], products: Iterable[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = str(self["method"].value() or "")
        self.metrics = [name for name in self["others"].value() or [] if name in Metric.values and name != self["metric"].value()]
        known = [code for code in self.initial.get("kinds", ()) if code not in dict(types)]
        self._choose("kinds", [*types, *((code, code) for code in known)])
        self._choose("others", MEASURES)
        self._choose("product_id", [("", _("The schedule's")), *((each.pk, str(each)) for each in products)])
        for name in PARAMETERS.get(self.kind, ()):
            self.fields[name] = _parameter(name)
        if self.kind not in (*SIZED, PER_UNIT, BASE_RATE):
            del self.fields["metric"]
        if self.kind not in SIZED:
            del self.fields["others"], self.fields["needs_all"]

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def title(self) -> str:
        """What the part is called on the page."""
        return str(self["label_da"].value() or self["code"].value() or "")

    @property
    def method_words(self) -> str:
        """How it is worked out."""
        return str(FeeMethod(self.kind).label) if self.kind in FeeMethod.values else ""

    @property
    def parameters(self) -> list[forms.BoundField]:
        """The amounts and limits of the method."""
        return [self[name] for name in PARAMETERS.get(self.kind, ())]

    @property
    def has_categories(self) -> bool:
        """Whether the method may have a scale."""
        return self.kind in SIZED

    def spec(self, before: Component | None) -> dict[str, Any]:
        """Return the part as plain data without its categories; parameters that are not asked for stay."""
        data = self.cleaned_data
        asked = ("product_id", *PARAMETERS[self.kind])
        kept = {name: value for name, value in (before.parameters if before else {}).items() if name not in asked}
        main, others = data.get("metric"), [name for name in data.get("others", ()) if name != data.get("metric")]
        return {
            "code": data["code"],
            "method": self.kind,
            "label": {language: data[f"label_{language}"] for language in ("da", "en") if data[f"label_{language}"]},
            "kinds": data["kinds"],
            "metrics": [main, *others] if main else [],
            "needs_all_metrics": data.get("needs_all", False),
            "parameters": kept | {name: _stored(name, data[name]) for name in asked if data[name] is not None},
        }


def part_initial(component: Component) -> dict[str, Any]:
    """Return a part as its form shows it."""
    shown = {name: _shown(name, value) for name, value in component.parameters.items()}
    labels = {f"label_{language}": component.label.get(language, "") for language in ("da", "en")}
    return {
        **shown, **labels, "code": component.code, "method": component.method, "metric": component.metrics[0] if component.metrics else "",
        "others": list(component.metrics[1:]), "needs_all": component.needs_all_metrics, "kinds": list(component.kinds),
    }  # fmt: skip


def _parameter(name: str) -> forms.Field:
    if name.endswith("_minor"):
        return AmountField(label=LABELS[name], required=False)
    if name == "rate_ppm":
        return forms.DecimalField(label=LABELS[name], required=False, min_value=0, max_value=1_000, decimal_places=3)
    return forms.IntegerField(label=LABELS[name], required=False, min_value=0, max_value=MOST)


def _stored(name: str, value: Any) -> int:
    return int(value * PER_MILLE) if name == "rate_ppm" else int(value)


def _shown(name: str, value: Any) -> Any:
    if name.endswith("_minor"):
        return amount_text(value)
    return (Decimal(value) / PER_MILLE).normalize() if name == "rate_ppm" else value


PartFormSet = forms.formset_factory(PartForm, extra=0, max_num=20, absolute_max=20, can_delete=True)
