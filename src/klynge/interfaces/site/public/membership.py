"""What membership costs: the scale as adopted, and a calculator on the engine of the dues run."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from klynge.access.models import Cluster
from klynge.core.clock import add_months, day_of
from klynge.core.texts import in_language
from klynge.interfaces.wording.schedules import predicate_words, rule_words, span_words
from klynge.membership.queries.offering import offer
from klynge.membership.queries.schedules import load_schedule, schedule_in_force
from klynge.membership.queries.types import types_of
from klynge.membership.rules.schedule import HOURS, Schedule

from .front import benefits_of
from .places import on_site
from .showing import show

MOST = 1_000_000
AHEAD = 24  # months


class CalculatorForm(forms.Form):
    """Who asks: how many, from when, and as what where that matters."""

    employees = forms.IntegerField(
        label=_("Employees"), min_value=0, max_value=MOST, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    joined_on = forms.DateField(label=_("Member from"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    kind = forms.ChoiceField(label=_("Kind of member"), required=False)

    def __init__(self, data: Any, *, cluster: Cluster, plain: Schedule, today: date) -> None:
        super().__init__(data, initial={"joined_on": today}, auto_id="ask_%s")
        self.today = today
        asked = {kind for component in plain.components for kind in component.kinds}
        choices = [(row.code, in_language(row.name) or row.code) for row in types_of(cluster) if not row.is_free]
        if asked and len(choices) > 1:
            self.fields["kind"].choices = choices
        else:
            del self.fields["kind"]

    def clean_joined_on(self) -> date:
        """Keep a day between today and two years ahead; today when none is given."""
        day: date = self.cleaned_data["joined_on"] or self.today
        if not self.today <= day <= add_months(self.today, AHEAD):
            raise forms.ValidationError(_("Choose a day between today and two years ahead."))
        return day


@require_safe
@on_site
def membership(request: HttpRequest) -> HttpResponse:
    """Show what members get and pay; ``?employees=`` works out one company's fee with its reasons."""
    site, today = request.site, day_of(timezone.now())
    found = schedule_in_force(site.cluster, on=today) or schedule_in_force(site.cluster, on=add_months(today, 12))
    plain = load_schedule(found) if found else None
    form, offered = None, None
    if plain is not None:
        form = CalculatorForm(request.GET if "employees" in request.GET else None, cluster=site.cluster, plain=plain, today=today)
        offered = _offered(site.cluster, form, site.language)
    context = {
        "schedule": found,
        "plain": plain,
        "parts": _parts(plain) if plain else [],
        "rules": [rule_words(rule, plain.currency) for rule in plain.fee_rules] if plain else [],
        "form": form,
        "offer": offered,
        "benefits": benefits_of(in_language(site.presentation.benefits)),
    }
    return show(request, "membership", context)


def _offered(cluster: Cluster, form: CalculatorForm, language: str) -> Any:
    if not form.is_bound or not form.is_valid():
        return None
    given = form.cleaned_data
    kind = given.get("kind") or "ordinary"
    return offer(cluster, employees=given["employees"], joined_on=given["joined_on"], language=language, type_code=kind)


def _parts(plain: Schedule) -> list[dict[str, Any]]:
    """Return the parts of the fee with their categories in words."""
    return [
        {
            "label": in_language(component.label),
            "is_hours": component.method == HOURS,
            "rows": [
                {"band": band, "span": " · ".join(filter(None, [span_words(component, band), *predicate_words(band.predicate)]))}
                for band in component.bands
            ],
        }
        for component in plain.components
    ]
