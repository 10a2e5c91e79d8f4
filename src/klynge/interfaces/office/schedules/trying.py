"""What would N employees pay: asked in the address, answered with the reasons."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from klynge.access.models import Cluster
from klynge.core.errors import HouseError
from klynge.core.texts import in_language
from klynge.directory.models import Metric
from klynge.membership.queries.explaining import problem_words, words
from klynge.membership.queries.schedules import member_facts
from klynge.membership.queries.types import types_of
from klynge.membership.rules.errors import CannotPrice
from klynge.membership.rules.facts import Facts
from klynge.membership.rules.pricing import price
from klynge.membership.rules.schedule import CAP_RISE, FOUNDING, GROUPS, NEWCOMER, RAMP, UNITS, Schedule
from klynge.membership.rules.validating import findings
from klynge.ui.formats import money, number

from .amounts import AmountField
from .wording import language

FIRST = "1, 7, 37, 250"
MOST_PREVIEWS = 10
PEOPLE = ("headcount", "fte")  # measures that a number of employees stands for
LARGEST = 1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Preview:
    """One size: what it pays, or why that can't be said; and the reasons."""

    size: str
    amount: str
    why: list[str]


class TryForm(forms.Form):
    """An imagined member; only what this schedule asks for."""

    employees = forms.CharField(label=_("Employees"), required=False, max_length=100, help_text=_("Several with commas between."))

    def __init__(self, data: Any, *, plain: Schedule, cluster: Cluster) -> None:
        given = data if data is not None and "employees" in data else {"employees": FIRST}
        super().__init__(given, auto_id="try_%s")
        kinds = {rule.kind for rule in plain.fee_rules}
        for metric in plain.metrics:
            if metric not in PEOPLE and (metric == GROUPS or _is_by_people(plain)):
                self.fields[metric] = forms.IntegerField(label=Metric(metric).label, required=False, min_value=0, max_value=LARGEST)
        if any(component.kinds for component in plain.components) or any("kinds" in each for each in plain.predicates):
            choices = [(row.code, in_language(row.name) or row.code) for row in types_of(cluster)]
            self.fields["kind"] = forms.ChoiceField(label=_("Membership type"), choices=choices, required=False)
        if (
            plain.proration != "none"
            or kinds & {NEWCOMER, RAMP}
            or any({"joined_from", "joined_before"} & set(each) for each in plain.predicates)
        ):
            self.fields["joined_on"] = _day(_("Joined on"))
        if any("max_age_years" in each for each in plain.predicates):
            self.fields["founded_on"] = _day(_("Founded on"))
        if FOUNDING in kinds:
            self.fields["is_founding"] = forms.BooleanField(label=_("Founding member"), required=False)
        if CAP_RISE in kinds:
            self.fields["last_net"] = AmountField(label=_("Last year's fee"), required=False)

    def previews(self, plain: Schedule, cluster: Cluster, *, on: date) -> list[Preview]:
        """Price each size for the membership year of the day; up to ten."""
        self.full_clean()
        sizes = [int(each) for each in re.findall(r"\d{1,12}", str(self.cleaned_data.get("employees", "")).replace(".", ""))]
        return [self._preview(plain, cluster, size, on) for size in sizes[:MOST_PREVIEWS]]

    def _preview(self, plain: Schedule, cluster: Cluster, size: int, on: date) -> Preview:
        if any(finding.code in ("missing", "empty") for finding in findings(plain)):
            return Preview(number(size), _now("The schedule is not complete yet."), [])
        try:
            found = price(plain, self._facts(plain, cluster, size, on))
        except CannotPrice as problem:
            return Preview(number(size), problem_words(problem, language()), [])
        except HouseError as problem:
            return Preview(number(size), str(problem), [])
        amount = money(found.net_minor, plain.currency) + (" + " + _now("%s hours") % number(found.hours) if found.hours else "")
        return Preview(number(size), amount, words(found.steps, language(), currency=plain.currency))

    def _facts(self, plain: Schedule, cluster: Cluster, size: int, on: date) -> Facts:
        data = self.cleaned_data
        named = next((kind for component in plain.components for kind in component.kinds), "ordinary")
        facts = member_facts(plain, cluster, on=on, size=size, joined_on=data.get("joined_on"), type_code=data.get("kind") or named)
        is_by_people, sizes = _is_by_people(plain), []
        for metric in plain.metrics:
            units = size if metric in PEOPLE or (not is_by_people and metric != GROUPS) else data.get(metric)
            if units is not None:
                exact = units * UNITS.get(metric, 1)
                sizes.append((metric, exact, exact))
        more = {"founded_on": data.get("founded_on"), "is_founding": bool(data.get("is_founding")), "last_net_minor": data.get("last_net")}
        return replace(facts, sizes=tuple(sizes), **more)


def _is_by_people(plain: Schedule) -> bool:
    """Whether the number of employees matters; else the number typed is taken for the measure that does."""
    return bool(set(PEOPLE) & set(plain.metrics)) or not set(plain.metrics) - {GROUPS}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
