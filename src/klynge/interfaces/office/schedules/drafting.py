"""A draft as forms, and forms as plain data: what is typed is put over what the draft holds."""

from typing import Any

from django.http import QueryDict
from django.utils.functional import cached_property

from klynge.billing.models import Product
from klynge.core.texts import in_language
from klynge.interfaces.wording.schedules import ends
from klynge.membership.models import FeeSchedule
from klynge.membership.queries.types import types_of
from klynge.membership.rules.schedule import CAP_RISE, FOUNDING, HOURS, NEWCOMER, RAMP, Component, Schedule
from klynge.membership.rules.specs import METHODS, plain_spec

from .amounts import amount_text
from .band_forms import BandFormSet
from .forms import ScheduleForm
from .part_forms import PartFormSet, part_initial
from .predicates import predicate_initial
from .rule_forms import RuleFormSet, StepFormSet, rule_initial

SHOWN = ("name", "product", "proration", "bills_next_year_from", "rejoining", "is_vat_included")
# what a new rule begins with, so that it says something
FIRST_EFFECTS = {
    NEWCOMER: {"percents_bp": "50"},
    RAMP: {"percents_bp": "50; 25"},
    FOUNDING: {"percent_bp": "10"},
    CAP_RISE: {"max_percent_bp": "10"},
}


class Draft:
    """All that is asked about one version of a schedule, filled from the draft or from what was sent."""

    def __init__(self, found: FeeSchedule, plain: Schedule, sent: QueryDict | None) -> None:
        self.plain = plain
        data = _grown(sent, found) if sent is not None else None
        types = [(row.code, in_language(row.name) or row.code) for row in types_of(found.cluster)]
        products = list(Product.objects.filter(cluster=found.cluster).order_by("code"))
        self.whole = ScheduleForm(data, initial=_whole(found))
        self.parts = PartFormSet(
            data,
            prefix="parts",
            initial=[part_initial(each) for each in plain.components],
            form_kwargs={"types": types, "products": products},
        )
        self.before = {component.code: component for component in plain.components}
        self.tables = [self._table(data, place, part, types) for place, part in enumerate(self.parts)]
        rules = [rule_initial(place, rule) for place, rule in enumerate(plain.fee_rules)]
        self.rules = RuleFormSet(data, prefix="rules", initial=rules, form_kwargs={"types": types})
        steps = [
            {"day": f"{step.from_month:02}-{step.from_day:02}", "numerator": step.numerator, "denominator": step.denominator}
            for step in plain.proration_steps
        ]
        self.steps = StepFormSet(data, prefix="steps", initial=steps)

    def _table(self, data: QueryDict | None, place: int, part: Any, types: list[tuple[str, str]]) -> Any:
        if not part.has_categories:
            return None
        component = self.before.get(str(part["code"].value()))
        asked = {"others": part.metrics, "types": types, "in_hours": part.kind == HOURS}
        return BandFormSet(data, prefix=f"part{place}", initial=_rows(component) if component else [], form_kwargs=asked)

    @cached_property
    def is_valid(self) -> bool:
        """Whether everything can be read."""
        asked = [self.whole, self.parts, *(table for table in self.tables if table), self.rules, self.steps]
        return not [each for each in asked if not each.is_valid()]  # each says what is wrong with it

    def spec(self) -> dict[str, Any]:
        """Return the schedule as plain data (rules/specs.py)."""
        data = self.whole.cleaned_data
        return plain_spec(self.plain) | {
            **{name: data[name] for name in ("proration", "bills_next_year_from", "rejoining", "is_vat_included")},
            "components": [self._part(part, table) for part, table in zip(self.parts, self.tables, strict=True) if not _is_gone(part)],
            "rules": [rule.spec(self.plain.fee_rules) for rule in self.rules if not _is_gone(rule)],
            "steps": [step.spec() for step in self.steps if step.cleaned_data.get("day") and not _is_gone(step)],
        }

    def _part(self, part: Any, table: Any) -> dict[str, Any]:
        before = self.before.get(part.cleaned_data["code"])
        old = {band.position: band for band in before.bands} if before else {}
        main = part.cleaned_data.get("metric") or "headcount"
        rows = [row.spec(old.get(row.cleaned_data["origin"]), main) for row in table or () if not row.is_left_out]
        return part.spec(before) | {"bands": rows}


def _is_gone(form: Any) -> bool:
    return bool(form.cleaned_data.get("DELETE"))


def _whole(found: FeeSchedule) -> dict[str, Any]:
    shown = {name: getattr(found, name) for name in SHOWN}
    return shown | {f"assumption_{language}": found.assumption.get(language, "") for language in ("da", "en")}


def _rows(component: Component) -> list[dict[str, Any]]:
    rows = []
    for band in component.bands:
        low, last = ends(component.main_metric, band.low, band.high)
        amount = str(band.hours) if component.method == HOURS else amount_text(band.amount_minor)
        labels = {f"label_{language}": band.label.get(language, "") for language in ("da", "en")}
        row = {"origin": band.position, "low": low, "last": last, "amount": amount, "is_assumption": band.is_assumption, **labels}
        for metric, start, end in band.other_bounds:
            row[f"{metric}_low"], row[f"{metric}_last"] = ends(metric, start, end)
        rows.append(
            row
            | {
                "hours": band.hours or None,
                "is_for_some": bool(band.predicate) or bool(band.hours and component.method != HOURS),
                **predicate_initial(band.predicate),
            }
        )
    return rows


def _grown(sent: QueryDict, found: FeeSchedule) -> QueryDict:
    """Add what a button asked for: a row of a table, a part, a rule, or the question for whom a row is and with which hours."""
    asked, data = sent.get("add", ""), sent.copy()
    if asked.endswith("-more"):
        data[f"{asked.removesuffix('-more')}-is_for_some"] = "on"
        return data
    total = sent.get(f"{asked}-TOTAL_FORMS", "")
    if not total.isascii() or not total.isdigit() or len(total) > 3:
        return data
    place = f"{asked}-{int(total)}"
    if asked == "parts" and sent.get("method") in METHODS:
        data.update(_new_part(place, str(sent["method"]), sent, found))
    elif asked == "rules" and sent.get("rule") in FIRST_EFFECTS:
        data.update({f"{place}-{name}": value for name, value in {"kind": sent["rule"], **FIRST_EFFECTS[sent["rule"]]}.items()})
    elif asked in ("parts", "rules"):
        return data
    data[f"{asked}-TOTAL_FORMS"] = str(min(int(total) + 1, 100))
    return data


def _new_part(place: str, method: str, sent: QueryDict, found: FeeSchedule) -> dict[str, str]:
    """Begin a part with the product's name and a code of its own; without a table yet."""
    name = method.replace("_", "-")
    used = {value for key, value in sent.items() if key.startswith("parts-") and key.endswith("-code")}
    code = next(each for each in (name, *(f"{name}-{number}" for number in range(2, 200))) if each not in used)
    words = found.product.name if found.product else {}
    table = "part" + place.rpartition("-")[2]
    begun = {"code": code, "method": method, "metric": "headcount", "label_da": words.get("da") or code, "label_en": words.get("en", "")}
    return {f"{place}-{key}": value for key, value in begun.items()} | {f"{table}-TOTAL_FORMS": "1", f"{table}-INITIAL_FORMS": "0"}
