"""Schedules as pages show them."""

import re
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.texts import in_language
from klynge.membership.models import FeeMethod, Proration
from klynge.membership.queries.explaining import finding_words, problem_words
from klynge.membership.queries.schedules import Difference, member_facts
from klynge.membership.rules.errors import CannotPrice
from klynge.membership.rules.pricing import price
from klynge.membership.rules.schedule import UNITS, Band, Component, Schedule
from klynge.membership.rules.validating import findings
from klynge.ui.formats import money, number

MOST_PREVIEWS = 10


def language() -> str:
    """Return the reader's language as the rules know it."""
    return (get_language() or "da")[:2]


def ends(component: Component, band: Band) -> tuple[int, int | None]:
    """Return the first and the last size of a category in whole units."""
    unit = UNITS.get(component.main_metric, 1)
    return band.low // unit, None if band.high is None else (band.high - 1) // unit


def span_words(component: Component, band: Band) -> str:
    """Say which sizes a category covers."""
    if band.predicate:
        return _("not by size")
    low, last = ends(component, band)
    return f"{number(low)}+" if last is None else number(low) if last == low else f"{number(low)}–{number(last)}"


def parts(plain: Schedule) -> list[dict[str, Any]]:
    """Return the components with their categories and, beside each, what is wrong with it."""
    faults = findings(plain)
    return [
        {
            "component": component,
            "method": FeeMethod(component.method).label,
            "amount_minor": component.parameters.get("amount_minor"),
            "faults": [_said(each, plain) for each in faults if each.component == component.code and not each.positions],
            "rows": [
                {"band": band, "span": span_words(component, band), "faults": row_faults(plain, faults, component.code, band.position)}
                for band in component.bands
            ],
        }
        for component in plain.components
    ]


def row_faults(plain: Schedule, faults: Any, component: str, position: int) -> list[str]:
    """Return the sentences about one category; a fault between two stands at the later one."""
    return [_said(each, plain) for each in faults if each.component == component and each.positions and each.positions[-1] == position]


def whole_faults(plain: Schedule) -> list[str]:
    """Return the sentences about the schedule as a whole."""
    return [_said(each, plain) for each in findings(plain) if not each.component]


def _said(finding: Any, plain: Schedule) -> str:
    return finding_words(finding, language(), currency=plain.currency)


def previews(plain: Schedule, cluster: Cluster, text: str, *, on: date) -> list[tuple[str, str]]:
    """Price each size in the text: (size, amount, or why there is none)."""
    sizes = [int(each) for each in re.findall(r"\d+", text.replace(".", ""))][:MOST_PREVIEWS]
    return [(number(size), _preview(plain, cluster, size, on)) for size in sizes]


def _preview(plain: Schedule, cluster: Cluster, size: int, on: date) -> str:
    kind = next((kind for component in plain.components for kind in component.kinds), "ordinary")
    try:
        return money(price(plain, member_facts(plain, cluster, on=on, size=size, type_code=kind)).net_minor, plain.currency)
    except CannotPrice as problem:
        return problem_words(problem, language())


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
        "bills_next_year_from": _("Next year too from"), "proration_steps": _("Dated steps"), "fee_rules": _("Rules"),
        "method": _("Method"), "kinds": _("Membership types"), "metrics": _("Measures"), "needs_all_metrics": _("All measures must hold"),
        "parameters": _("Amounts and limits"),
    }[name]  # fmt: skip


def _value(row: Difference, value: Any, currency: str) -> str:
    if value is None:
        return "–"
    if row.what in ("amount_minor", "category"):
        return money(value, currency)
    if row.what == "bounds":
        low, high = value
        return f"{number(low)}+" if high is None else f"{number(low)}–{number(high - 1)}"
    if row.what == "proration":
        return str(Proration(value).label)
    if row.what == "fee_rules":
        return ", ".join(in_language(each) for each in value) or "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if row.what == "label":
        return in_language(value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {money(each, currency) if key.endswith('_minor') else each}" for key, each in value.items()) or "–"
    return ", ".join(map(str, value)) or "–" if isinstance(value, list | tuple) else str(value) or "–"
