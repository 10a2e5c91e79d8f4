"""What is asked for a rule that the schedule grants, and for a dated step of the first year."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from klynge.core.money import WHOLE_BP, parse_minor
from klynge.membership.models import FeeRuleKind
from klynge.membership.rules.schedule import CAP_RISE, FOUNDING, NEWCOMER, RAMP, FeeRule

from .amounts import AmountField, amount_text
from .predicates import predicate_fields, predicate_initial, predicate_of

EFFECTS = {NEWCOMER: ("percents_bp", "amounts_minor"), RAMP: ("percents_bp", "amounts_minor"), FOUNDING: ("percent_bp", "fixed_minor"),
           CAP_RISE: ("max_percent_bp", "max_minor")}  # fmt: skip


def _whole_percent(value: Any) -> int:
    """Read per cent to basis points. Raises: ValueError."""
    basis_points = Decimal(str(value).strip().rstrip("%").strip().replace(",", ".")) * 100
    if not (0 <= basis_points <= WHOLE_BP) or basis_points != int(basis_points):
        raise ValueError
    return int(basis_points)


class PercentsField(forms.CharField):
    """Discounts in per cent, one for each membership year: "50; 25"; cleaned to basis points."""

    def clean(self, value: Any) -> list[int] | None:
        """Read them. Raises: ValidationError."""
        text = super().clean(value)
        try:
            return [_whole_percent(each) for each in text.split(";")] if text else None
        except (ValueError, ArithmeticError):
            raise forms.ValidationError(
                _now("Write per cent from 0 to 100 with semicolons between the years, for example 50; 25.")
            ) from None


class PricesField(forms.CharField):
    """Amounts by category and membership year, a category a line: "2: 500; 750"; cleaned to {"2": [50000, 75000]}."""

    def clean(self, value: Any) -> dict[str, list[int]] | None:
        """Read them. Raises: ValidationError."""
        text = super().clean(value)
        try:
            return dict(_line(line) for line in text.splitlines() if line.strip()) or None
        except ValueError:
            raise forms.ValidationError(_now("Write one category a line, its number and the amounts by year: 2: 500; 750.")) from None


def _line(text: str) -> tuple[str, list[int]]:
    number, _colon, amounts = text.partition(":")
    minors = [parse_minor(each.strip()) for each in amounts.split(";")]
    if not number.strip().isdecimal() or min(minors) < 0:
        raise ValueError
    return number.strip(), minors


class RuleForm(forms.Form):
    """One rule: what it changes, and for whom."""

    origin = forms.IntegerField(required=False, widget=forms.HiddenInput)  # which rule it was, to keep what is not asked for
    kind = forms.ChoiceField(widget=forms.HiddenInput, choices=FeeRuleKind.choices)
    label_da = forms.CharField(label=_("Name in Danish"), max_length=80, required=False)
    label_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)

    def __init__(self, *args: Any, types: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = str(self["kind"].value() or "")
        self.fields |= {name: _EFFECTS[name]() for name in EFFECTS.get(self.rule, ())}
        self.predicate = predicate_fields(
            types, {name.removeprefix("who_"): value for name, value in (self.initial or {}).items() if value}
        )
        self.fields |= self.predicate

    @property
    def title(self) -> str:
        """What the rule is."""
        return str(FeeRuleKind(self.rule).label) if self.rule in FeeRuleKind.values else ""

    @property
    def effects(self) -> list[forms.BoundField]:
        """The fields that say what changes."""
        return [self[name] for name in EFFECTS.get(self.rule, ())]

    @property
    def who(self) -> list[forms.BoundField]:
        """The fields that say for whom."""
        return [self[name] for name in self.predicate]

    @property
    def is_for_some(self) -> bool:
        """Whether anything is asked of the member, so that the fields are worth showing at once."""
        usual = {"who_age_by", "who_age_on"}
        return any(self[name].value() not in (None, "", [], False) for name in self.predicate if name not in usual)

    def clean(self) -> dict[str, Any]:
        """Ask for what the rule changes. Raises: ValidationError beside the first field."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        names = EFFECTS.get(self.rule, ())
        if names and not any(name in self.errors for name in names) and all(found.get(name) is None for name in names):
            self.add_error(names[0], _now("Say what the rule changes."))
        return found

    def spec(self, rules: tuple[FeeRule, ...]) -> dict[str, Any]:
        """Return the rule as plain data."""
        data, origin = self.cleaned_data, self.cleaned_data["origin"]
        before = rules[origin].parameters if origin is not None and 0 <= origin < len(rules) else {}
        effects = {name: data[name] for name in EFFECTS[self.rule] if data[name] is not None}
        kept = predicate_of(data, {name: value for name, value in before.items() if name not in EFFECTS[self.rule]})
        label = {language: data[f"label_{language}"] for language in ("da", "en") if data[f"label_{language}"]}
        return {"kind": self.rule, "label": label, "parameters": kept | effects}


class PercentField(forms.DecimalField):
    """Per cent; cleaned to basis points."""

    def clean(self, value: Any) -> int | None:
        """Read it. Raises: ValidationError."""
        percent = super().clean(value)
        return None if percent is None else int(percent * 100)


_EFFECTS = {
    "percents_bp": lambda: PercentsField(label=_("Discount in per cent, by membership year"), required=False, max_length=100, help_text=_("For example 50; 25: half in the first year, a quarter in the second.")),
    "amounts_minor": lambda: PricesField(label=_("Or its own prices by category and year"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("One category a line, for example 2: 500; 750.")),
    "percent_bp": lambda: PercentField(label=_("Discount in per cent"), required=False, min_value=0, max_value=100, decimal_places=2),
    "fixed_minor": lambda: AmountField(label=_("Or this fee, whatever the size"), required=False),
    "max_percent_bp": lambda: PercentField(label=_("At most this many per cent above last year's fee"), required=False, min_value=0, max_value=1_000, decimal_places=2),
    "max_minor": lambda: AmountField(label=_("At most this amount above last year's fee"), required=False),
}  # fmt: skip


def rule_initial(place: int, rule: FeeRule) -> dict[str, Any]:
    """Return a rule as its form shows it."""
    labels = {f"label_{language}": rule.label.get(language, "") for language in ("da", "en")}
    shown = {name: _shown(name, value) for name, value in rule.parameters.items() if name in EFFECTS[rule.kind]}
    rest = {name: value for name, value in rule.parameters.items() if name not in shown}
    return {"origin": place, "kind": rule.kind, **labels, **shown, **predicate_initial(rest)}


def _shown(name: str, value: Any) -> Any:
    if name == "percents_bp":
        return "; ".join(percent_text(each) for each in value)
    if name == "amounts_minor":
        return "\n".join(f"{place}: {'; '.join(amount_text(each) for each in amounts)}" for place, amounts in _by_place(value))
    return percent_text(value) if name.endswith("_bp") else amount_text(value)


def _by_place(prices: Mapping[str, list[int]]) -> list[tuple[str, list[int]]]:
    return sorted(prices.items(), key=lambda item: int(item[0]))


def percent_text(basis_points: int) -> str:
    """Write basis points as per cent, without noughts that say nothing."""
    return f"{Decimal(basis_points) / 100:f}"


class StepForm(forms.Form):
    """From which day on which part of the year is paid; a row without a day is left out."""

    day = forms.RegexField(r"^\d\d-\d\d$", label=_("Who joins from"), required=False, help_text=_("Month and day, as in 07-01."))
    numerator = forms.IntegerField(label=_("pays this many"), required=False, min_value=0, max_value=366)
    denominator = forms.IntegerField(label=_("parts of"), required=False, min_value=1, max_value=366)

    def clean(self) -> dict[str, Any]:
        """Ask for the part that goes with a day. Raises: ValidationError."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        top, bottom = found.get("numerator"), found.get("denominator")
        if found.get("day") and not self.errors and (top is None or bottom is None or top > bottom):
            self.add_error("numerator", _now("Write a part of the year, for example 1 of 2."))
        return found

    def spec(self) -> dict[str, int]:
        """Return the step as plain data."""
        month, day = self.cleaned_data["day"].split("-")
        return {"from_month": int(month), "from_day": int(day)} | {name: self.cleaned_data[name] for name in ("numerator", "denominator")}


StepFormSet = forms.formset_factory(StepForm, extra=0, max_num=24, absolute_max=24, can_delete=True)
RuleFormSet = forms.formset_factory(RuleForm, extra=0, max_num=20, absolute_max=20, can_delete=True)
