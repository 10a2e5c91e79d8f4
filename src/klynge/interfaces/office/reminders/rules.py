"""By which rule the cluster reminds, counts interest, and lets benefits rest."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from klynge.billing import actions, policies
from klynge.billing.models import Audience, Days, ReminderStep
from klynge.billing.queries.reminding import arrears_rule, reference_rates
from klynge.billing.rules.interest import ON_TOP_BP
from klynge.billing.rules.reminders import MOST_STEPS, Step
from klynge.core.errors import HouseError, Refused

from .doing import by, done
from .forms import ArrearsForm, RateForm, StepFormSet


def rule(request: HttpRequest) -> HttpResponse:
    """Show the rule, and change how days count and when benefits rest."""
    kept = arrears_rule(request.cluster)
    form = ArrearsForm(request.POST or None, initial={"day_count": kept.day_count or Days.THIRTY_360, "suspend_days": kept.suspend_days})
    if request.method == "POST":
        _allow(request)
        if form.is_valid() and done(form, lambda: actions.set_arrears_rule(request.cluster, **form.cleaned_data, **by(request))):
            return _back(request)
    steps = list(ReminderStep.objects.filter(cluster=request.cluster))
    audiences = [(key, label, [step for step in steps if step.audience == key]) for key, label in Audience.choices]
    context = {"form": form, "audiences": audiences, "may_set": policies.may_set_prices(request.actor, request.cluster)}
    return render(request, "office/reminders/rule.html", context, status=422 if form.errors else 200)


def steps(request: HttpRequest, audience: str) -> HttpResponse:
    """Change the steps for one audience."""
    if audience not in Audience.values:
        raise Http404
    _allow(request)
    forms = StepFormSet(request.POST or None, initial=_kept(request, audience))
    refusal = ""
    if request.method == "POST" and forms.is_valid():
        try:
            actions.set_reminder_steps(request.cluster, audience=audience, steps=_wanted(forms), **by(request))
            return _back(request)
        except Refused as fault:
            raise PermissionDenied(str(fault)) from fault
        except HouseError as fault:
            refusal = str(fault)
    context = {"forms": forms, "refusal": refusal, "audience": Audience(audience).label}
    is_bad = request.method == "POST"
    return render(request, "office/reminders/steps.html", context, status=422 if is_bad else 200)


def rates(request: HttpRequest) -> HttpResponse:
    """Show the lending rates with the interest that follows from them, and take in a new one."""
    form = RateForm(request.POST or None)
    if request.method == "POST":
        _allow(request)
        if form.is_valid():
            facts = {"valid_from": form.cleaned_data["valid_from"], "rate_bp": form.cleaned_data["rate"]}
            if done(form, lambda: actions.set_reference_rate(request.cluster, **facts, **by(request))):
                messages.success(request, _("Saved."))
                return redirect("office:reminders:rates", request.cluster.slug)
    known = sorted(reference_rates(request.cluster).items(), reverse=True)
    rows = [(day, rate / 10_000, (rate + ON_TOP_BP) / 10_000) for day, rate in known]
    context = {"form": form, "rows": rows, "may_set": policies.may_set_prices(request.actor, request.cluster)}
    return render(request, "office/reminders/rates.html", context, status=422 if form.errors else 200)


def _allow(request: HttpRequest) -> None:
    if not policies.may_set_prices(request.actor, request.cluster):
        raise PermissionDenied


def _back(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("office:reminders:rule", request.cluster.slug)


def _kept(request: HttpRequest, audience: str) -> list[dict[str, Any]]:
    rows = [
        {
            "days_after": step.days_after, "deadline_days": step.deadline_days, "fee": f"{step.fee_minor // 100},{step.fee_minor % 100:02d}",
            "charges_interest": step.charges_interest, "charges_compensation": step.charges_compensation,
            "text_da": step.text.get("da", ""), "text_en": step.text.get("en", ""),
        }
        for step in ReminderStep.objects.filter(cluster=request.cluster, audience=audience)
    ]  # fmt: skip
    return rows + [{} for _missing in range(MOST_STEPS - len(rows))]


def _wanted(forms: Any) -> list[tuple[Step, Mapping[str, str]]]:
    filled = [form.cleaned_data for form in forms if form.cleaned_data.get("days_after")]
    return [
        (
            Step(number, data["days_after"], data["deadline_days"], data["fee"], data["charges_interest"], data["charges_compensation"]),
            {"da": data["text_da"], "en": data["text_en"]},
        )
        for number, data in enumerate(filled, 1)
    ]
