"""A schedule as plain data, for forms, files and the command line, and back.

{"currency", "is_vat_included", "proration", "bills_next_year_from", "rejoining", "steps": [{"from_month", "from_day", "numerator", "denominator"}],
"rules": [{"kind", "label", "parameters"}], "components": [{"code", "method", "label", "kinds", "metrics", "needs_all_metrics", "parameters",
"bands": [{"label", "low", "high", "amount_minor", "hours", "other_bounds": {metric: [low, high]}, "printed_gross_minor", "predicate",
"is_assumption"}]}]}: amounts in minor units, bounds half-open; everything but code and method may be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from klynge.core.errors import Invalid
from klynge.membership.rules.schedule import Band, Component, FeeRule, Schedule, Step

Spec = Mapping[str, Any]
WHOLE = ("currency", "is_vat_included", "proration", "bills_next_year_from", "rejoining")
REJOININGS = ("difference", "anew")
METHODS = ("band", "flat", "per_unit", "base_rate", "per_group", "hours")
KINDS = ("newcomer", "ramp", "founding", "cap_rise")
PRORATIONS = ("none", "month", "quarter", "half", "steps")
DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def read_spec(spec: Spec) -> Schedule:
    """Build a schedule from plain data. Raises: Invalid, naming the place."""
    _known(spec, {*WHOLE, "steps", "rules", "components"}, "the schedule")
    whole = {name: spec[name] for name in WHOLE if name in spec}
    if whole.get("proration", "none") not in PRORATIONS:
        raise Invalid(
            f"{whole['proration']!r} is no way to charge a part of the year. There are: {', '.join(PRORATIONS)}.", field="proration"
        )
    _month_day(whole.get("bills_next_year_from", ""))
    if whole.get("rejoining", "difference") not in REJOININGS:
        raise Invalid(f"{whole['rejoining']!r} is no way to charge who joins again. There are: {', '.join(REJOININGS)}.", field="rejoining")
    components = tuple(_component(each) for each in spec.get("components", ()))
    codes = [component.code for component in components]
    if twice := next((code for code in codes if codes.count(code) > 1), None):
        raise Invalid(f"Two parts of the schedule are called {twice!r}. Give each a name of its own.", field="components")
    return Schedule(
        components=components, fee_rules=tuple(_rule(each) for each in spec.get("rules", ())), proration_steps=_steps(spec), **whole
    )


def plain_spec(schedule: Schedule) -> dict[str, Any]:
    """Write a schedule as plain data; what is written is read back as the same."""
    return {
        **{name: getattr(schedule, name) for name in WHOLE},
        "steps": [_plain(step) for step in schedule.proration_steps],
        "rules": [_plain(rule) for rule in schedule.fee_rules],
        "components": [_plain(each) | {"bands": [_plain_band(band) for band in each.bands]} for each in schedule.components],
    }


def _component(spec: Spec) -> Component:
    where = f"the part {spec.get('code')!r}"
    _known(spec, _names(Component), where)
    if not spec.get("code") or spec.get("method") not in METHODS:
        raise Invalid(f"In {where} a code or the method is missing. Methods: {', '.join(METHODS)}.", field="components")
    bands = tuple(_band(each, position, where) for position, each in enumerate(spec.get("bands", ()), 1))
    rest = {name: value for name, value in spec.items() if name not in ("bands", "kinds", "metrics")}
    return Component(kinds=tuple(spec.get("kinds", ())), metrics=tuple(spec.get("metrics", ())), bands=bands, **rest)


def _band(spec: Spec, position: int, where: str) -> Band:
    where = f"{where}, category {position}"
    _known(spec, _names(Band), where)
    low, high, amount = spec.get("low", 0), spec.get("high"), spec.get("amount_minor", 0)
    if not isinstance(low, int) or low < 0 or not isinstance(amount, int) or amount < 0:
        raise Invalid(f"In {where} the sizes and the amount must be whole numbers that are not negative.", field="bands")
    if high is not None and (not isinstance(high, int) or high <= low):
        raise Invalid(f"In {where} the last size is below the first.", field="bands")
    others = tuple((metric, start, end) for metric, (start, end) in sorted(spec.get("other_bounds", {}).items()))
    return Band(position, other_bounds=others, **{name: value for name, value in spec.items() if name not in ("other_bounds", "position")})


def _rule(spec: Spec) -> FeeRule:
    _known(spec, _names(FeeRule), "a rule")
    if spec.get("kind") not in KINDS:
        raise Invalid(f"There is no rule of the kind {spec.get('kind')!r}. There are: {', '.join(KINDS)}.", field="rules")
    return FeeRule(**spec)


def _steps(spec: Spec) -> tuple[Step, ...]:
    steps = tuple(Step(**each) for each in spec.get("steps", ()))
    for step in steps:
        _month_day(f"{step.from_month:02}-{step.from_day:02}")
        if step.denominator <= 0 or not 0 <= step.numerator <= step.denominator:
            raise Invalid(f"{step.numerator}/{step.denominator} is no part of a year.", field="steps")
    return steps


def _month_day(text: str) -> None:
    month, _, day = text.partition("-")
    if text and not (month.isdigit() and day.isdigit() and 1 <= int(month) <= 12 and 1 <= int(day) <= DAYS_IN_MONTH[int(month) - 1]):
        raise Invalid(f"{text!r} is no day of the year; write month and day, as in 11-15.", field="bills_next_year_from")


def _names(of: type) -> set[str]:
    return {each.name for each in fields(of)} - {"id"}


def _known(spec: Spec, names: Iterable[str], where: str) -> None:
    if unknown := sorted(set(spec) - set(names)):
        raise Invalid(f"In {where} there is something unknown: {', '.join(unknown)}.", field=unknown[0])


def _plain(row: Any) -> dict[str, Any]:
    found = {each.name: getattr(row, each.name) for each in fields(row) if each.name not in ("id", "bands")}
    return {
        name: list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value
        for name, value in found.items()
    }


def _plain_band(band: Band) -> dict[str, Any]:
    return _plain(band) | {"other_bounds": {metric: [low, high] for metric, low, high in band.other_bounds}}
