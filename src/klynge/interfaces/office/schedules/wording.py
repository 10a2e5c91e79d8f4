"""Schedules as pages show them."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from klynge.core.texts import in_language
from klynge.directory.models import Metric
from klynge.interfaces.wording.schedules import between, parameter_words, predicate_words, rule_words, span_words
from klynge.membership.models import FeeMethod, Proration, Rejoining
from klynge.membership.queries.explaining import finding_words
from klynge.membership.queries.schedules import Difference
from klynge.membership.rules.schedule import Schedule
from klynge.membership.rules.validating import findings
from klynge.ui.formats import money


def language() -> str:
    """Return the reader's language as the rules know it."""
    return (get_language() or "da")[:2]


def parts(plain: Schedule) -> list[dict[str, Any]]:
    """Return the components with their categories and, beside each, what is wrong with it."""
    faults = findings(plain)
    return [
        {
            "component": component,
            "method": FeeMethod(component.method).label,
            "kinds": ", ".join(component.kinds),
            "metrics": _(", ").join(str(Metric(name).label) for name in component.metrics),
            "parameters": parameter_words(component.parameters, plain.currency),
            "faults": general_faults(plain, faults, component.code),
            "rows": [
                {
                    "band": band,
                    "span": span_words(component, band),
                    "who": predicate_words(band.predicate),
                    "faults": row_faults(plain, faults, component.code, band.position),
                }
                for band in component.bands
            ],
        }
        for component in plain.components
    ]


def row_faults(plain: Schedule, faults: Any, component: str, position: int) -> list[str]:
    """Return the sentences about one category; a fault between two stands at the later one."""
    return [_said(each, plain) for each in faults if each.component == component and each.positions and each.positions[-1] == position]


def general_faults(plain: Schedule, faults: Any, component: str) -> list[str]:
    """Return the sentences about a part that concern no category of it."""
    return [_said(each, plain) for each in faults if each.component == component and not each.positions]


def whole_faults(plain: Schedule) -> list[str]:
    """Return the sentences about the schedule as a whole."""
    return [_said(each, plain) for each in findings(plain) if not each.component]


def _said(finding: Any, plain: Schedule) -> str:
    return finding_words(finding, language(), currency=plain.currency)


def difference_rows(rows: list[Difference], currency: str) -> list[dict[str, str]]:
    """Put the differences of two schedules into words."""
    return [
        {"where": in_language(row.label) or row.component, "what": _what(row.what), "before": _value(row, row.before, currency), "after": _value(row, row.after, currency)}
        for row in rows
    ]  # fmt: skip


def _what(name: str) -> str:
    return {
        "amount_minor": _("Amount a year"), "bounds": _("Sizes"), "label": _("Name"), "hours": _("Hours"), "category": _("Category"),
        "component": _("Part"), "is_assumption": _("Assumed"), "predicate": _("Who it is for"), "other_bounds": _("Other measures"),
        "currency": _("Currency"), "is_vat_included": _("Amounts include VAT"), "proration": _("Who joins during the year pays"),
        "rejoining": _("Who leaves and joins again within a year"), "bills_next_year_from": _("Next year too from"), "proration_steps": _("Dated steps"), "fee_rules": _("Rules"),
        "method": _("Method"), "kinds": _("Membership types"), "metrics": _("Measures"), "needs_all_metrics": _("All measures must hold"),
        "parameters": _("Amounts and limits"),
    }[name]  # fmt: skip


def _value(row: Difference, value: Any, currency: str) -> str:
    if value is None:
        return "–"
    if row.what in ("amount_minor", "category"):
        return money(value, currency)
    if row.what == "bounds":
        return between(row.metric, *value)
    if row.what == "other_bounds":
        return "; ".join(f"{Metric(metric).label}: {between(metric, low, high)}" for metric, low, high in value) or "–"
    if row.what == "method":
        return str(FeeMethod(value).label)
    if row.what == "metrics":
        return ", ".join(str(Metric(name).label) for name in value) or "–"
    if row.what == "proration":
        return str(Proration(value).label)
    if row.what == "rejoining":
        return str(Rejoining(value).label)
    if row.what == "fee_rules":
        return "; ".join(": ".join(rule_words(each, currency)) for each in value) or "–"
    if row.what == "parameters":
        return "; ".join(f"{label}: {said}" for label, said in parameter_words(value, currency)) or "–"
    if row.what == "predicate":
        return ", ".join(predicate_words(value)) or "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if row.what == "label":
        return in_language(value)
    return ", ".join(map(str, value)) or "–" if isinstance(value, list | tuple) else str(value) or "–"
