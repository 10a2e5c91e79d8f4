"""A fee schedule in words: which sizes a category covers, what a rule changes and for whom, what a part is limited to."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klynge.core.texts import in_language
from klynge.directory.models import Metric
from klynge.membership.models import FeeRuleKind
from klynge.membership.rules.schedule import UNITS, Band, Component, FeeRule
from klynge.ui.formats import day, money, number, percent

LABELS = {
    "amount_minor": gettext_lazy("Amount a year"), "per_unit_minor": gettext_lazy("Amount for each one"), "base_minor": gettext_lazy("Base amount"), "min_units": gettext_lazy("At least this many are counted"),
    "max_units": gettext_lazy("At most this many are counted"), "min_minor": gettext_lazy("At least this amount"), "max_minor": gettext_lazy("At most this amount"),
    "rate_ppm": gettext_lazy("Per mille of the measure"), "threshold": gettext_lazy("Only of what lies above"), "included_groups": gettext_lazy("Focus networks included"),
    "hours": gettext_lazy("Hours a year"), "hour_value_minor": gettext_lazy("An hour counts for"), "product_id": gettext_lazy("Fee product"),
}  # fmt: skip
PER_MILLE = 1_000  # millionths in a per mille


def parameter_words(parameters: Mapping[str, Any], currency: str) -> list[tuple[str, str]]:
    """Return the amounts and limits of a part as (label, value)."""
    named = sorted(parameters.items(), key=lambda item: (list(LABELS).index(item[0]) if item[0] in LABELS else len(LABELS), item[0]))
    return [(str(LABELS.get(name, name)), _parameter(name, value, currency)) for name, value in named]


def _parameter(name: str, value: Any, currency: str) -> str:
    if name.endswith("_minor"):
        return money(value, currency)
    if name == "rate_ppm":
        return f"{_bare(Decimal(value) / PER_MILLE)}\u00a0‰"
    return number(value) if isinstance(value, int) and name != "product_id" else str(value)


def rule_words(rule: FeeRule, currency: str) -> tuple[str, str]:
    """Return a rule's name and a sentence on what it changes and for whom."""
    said = [_effect(name, rule.parameters[name], currency) for name in EFFECTS if name in rule.parameters]
    name = in_language(rule.label) or str(FeeRuleKind(rule.kind).label)
    return name, "; ".join([*said, *predicate_words(rule.parameters)])


def _effect(name: str, value: Any, currency: str) -> str:
    return str(EFFECTS[name](value, currency))


def _by_year(values: list[int], _currency: str) -> str:
    return _("%s off in the first years of membership") % ", ".join(_percent(each) for each in values)


def _prices(values: Mapping[str, list[int]], currency: str) -> str:
    rows = sorted(values.items(), key=lambda item: int(item[0]))
    said = [_("category %s") % place + ": " + ", ".join(money(each, currency) for each in amounts) for place, amounts in rows]
    return _("own prices by year (%s)") % "; ".join(said)


def _bare(value: Decimal) -> str:
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return number(value, places)


def _percent(basis_points: int) -> str:
    return percent(Decimal(basis_points) / 10_000, 0 if basis_points % 100 == 0 else 2)


EFFECTS = {
    "percents_bp": _by_year,
    "amounts_minor": _prices,
    "percent_bp": lambda value, _currency: _("%s off") % _percent(value),
    "fixed_minor": lambda value, currency: _("%s whatever the size") % money(value, currency),
    "max_percent_bp": lambda value, _currency: _("at most %s above last year's fee") % _percent(value),
    "max_minor": lambda value, currency: _("at most %s above last year's fee") % money(value, currency),
}


def predicate_words(predicate: Mapping[str, Any]) -> list[str]:
    """Return what must hold of a member, one clause for each thing."""
    return [str(said) for name, words in WHO.items() if name in predicate and (said := words(predicate))]


def _sized(given: Mapping[str, Any], name: str) -> dict[str, str]:
    """Return a size in whole units and its measure."""
    metric = given.get("metric", "headcount")
    return {"size": _bare(Decimal(given[name]) / UNITS.get(metric, 1)), "metric": str(Metric(metric).label).lower()}


def _age(given: Mapping[str, Any]) -> str:
    said = _("at most %s years old") % number(given["max_age_years"])
    said += " " + (_("when joining") if given.get("age_on") == "joined" else _("when the membership year begins"))
    return said + (", " + _("by calendar years") if given.get("age_by") == "calendar" else "")


WHO = {
    "min_size": lambda given: _("at least %(size)s %(metric)s") % _sized(given, "min_size"),
    "max_size": lambda given: _("at most %(size)s %(metric)s") % _sized(given, "max_size"),
    "max_age_years": _age,
    "no_foreign_parent": lambda given: _("no foreign parent company") if given["no_foreign_parent"] else "",
    "legal_forms": lambda given: _("only %s") % ", ".join(given["legal_forms"]),
    "kinds": lambda given: _("only members of type %s") % ", ".join(given["kinds"]),
    "max_membership_year": lambda given: _("up to membership year %s") % number(given["max_membership_year"]),
    "joined_from": lambda given: _("joined on %s or later") % day(date.fromisoformat(given["joined_from"])),
    "joined_before": lambda given: _("joined before %s") % day(date.fromisoformat(given["joined_before"])),
}


def ends(metric: str, low: int, high: int | None) -> tuple[int, int | None]:
    """Return the first and the last size of half-open bounds in whole units."""
    unit = UNITS.get(metric, 1)
    return low // unit, None if high is None else (high - 1) // unit


def span_words(component: Component, band: Band) -> str:
    """Say which sizes a category covers."""
    if band.predicate and (band.low, band.high) == (0, None):
        return ""
    own = between(component.main_metric, band.low, band.high)
    others = [f"{Metric(metric).label}: {between(metric, low, high)}" for metric, low, high in band.other_bounds]
    joint = _(" and ") if component.needs_all_metrics else _(" or ")
    return joint.join([own, *others])


def between(metric: str, low: int, high: int | None) -> str:
    """Write half-open bounds as "5–9", "200+" or "1", in whole units."""
    first, last = ends(metric, low, high)
    return f"{number(first)}+" if last is None else number(first) if last == first else f"{number(first)}–{number(last)}"
