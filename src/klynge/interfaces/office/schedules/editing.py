"""The scale as a table that can be filled in without a script: each button sends the whole page."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from klynge.core.clock import day_of
from klynge.core.errors import HouseError
from klynge.membership import actions, policies
from klynge.membership.models import FeeSchedule, ScheduleStatus
from klynge.membership.queries.schedules import load_schedule
from klynge.membership.rules.schedule import BAND, FLAT, HOURS, UNITS, Component, Schedule
from klynge.membership.rules.specs import plain_spec, read_spec
from klynge.membership.rules.validating import findings
from klynge.ui.formats import number

from .forms import AmountField, BandFormSet, ScheduleForm
from .views import find
from .wording import ends, previews, row_faults, whole_faults

PAGE = "office/schedules/edit.html"


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft: "add" and "check" only show the page again, "save" keeps it."""
    found = find(request, pk)
    if not policies.may_edit_schedule(request.actor, request.cluster) or found.status != ScheduleStatus.DRAFT:
        raise Http404
    plain = load_schedule(found)
    form, tables = _forms(found, plain, _grown(request.POST) if request.method == "POST" else None)
    is_valid = request.method == "POST" and form.is_valid() and all(table.is_valid() for _, table in tables)
    if is_valid and "save" in request.POST:
        try:
            _save(request, found, form, _spec(form, plain, tables))
            return redirect("office:schedules:detail", request.cluster.slug, pk)
        except HouseError as refusal:
            form.add_error(None, str(refusal))
    context = _context(request, found, plain, form, tables, is_valid=is_valid)
    return render(request, PAGE, context, status=422 if request.method == "POST" and (form.errors or not is_valid) else 200)


def _save(request: HttpRequest, found: FeeSchedule, form: ScheduleForm, spec: dict[str, Any]) -> None:
    data = form.cleaned_data
    assumption = {"da": data["assumption_da"], "en": data["assumption_en"]}
    actions.edit_schedule(
        found, spec=spec, name=data["name"], product=data["product"], assumption=assumption, actor=request.actor, at=timezone.now()
    )


def _forms(found: FeeSchedule, plain: Schedule, data: QueryDict | None) -> tuple[ScheduleForm, list[tuple[Component, Any]]]:
    initial = {name: getattr(found, name) for name in ("name", "product", "proration", "bills_next_year_from", "is_vat_included")}
    initial |= {f"assumption_{language}": found.assumption.get(language, "") for language in ("da", "en")}
    form = ScheduleForm(data, initial=initial | {"employees": "1, 7, 37, 250"})
    for index, component in enumerate(plain.components):
        if component.method == FLAT and not component.bands:
            amount = _amount(component.parameters.get("amount_minor", 0))
            form.fields[f"flat{index}"] = AmountField(label=component.label.get("da") or component.code, initial=amount)
    tables = [
        (component, BandFormSet(data, prefix=f"part{index}", initial=_rows(component)))
        for index, component in enumerate(plain.components)
        if component.bands or component.method == BAND
    ]
    return form, tables


def _rows(component: Component) -> list[dict[str, Any]]:
    rows = []
    for band in component.bands:
        low, last = ends(component, band)
        amount = str(band.hours) if component.method == HOURS else _amount(band.amount_minor)
        labels = {f"label_{language}": band.label.get(language, "") for language in ("da", "en")}
        rows.append({"origin": band.position, "low": low, "last": last, "amount": amount, "is_assumption": band.is_assumption, **labels})
    return rows


def _amount(minor: int) -> str:
    return number(minor // 100) if minor % 100 == 0 else number(Decimal(minor).scaleb(-2), 2)


def _grown(data: QueryDict) -> QueryDict:
    """Add an empty row to the table whose button was pressed."""
    prefix = data.get("add", "")
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    if total.isdecimal():
        data = data.copy()
        data[f"{prefix}-TOTAL_FORMS"] = str(min(int(total) + 1, 100))
    return data


def _spec(form: ScheduleForm, plain: Schedule, tables: list[tuple[Component, Any]]) -> dict[str, Any]:
    """Put what is typed over what the draft holds; rules and dated steps stay."""
    spec, data = plain_spec(plain), form.cleaned_data
    spec |= {name: data[name] for name in ("proration", "bills_next_year_from", "is_vat_included")}
    typed = {component.code: [_band(component, row) for row in _kept(table)] for component, table in tables}
    for index, part in enumerate(spec["components"]):
        part["bands"] = typed.get(part["code"], part["bands"])
        if f"flat{index}" in data:
            part["parameters"] = part["parameters"] | {"amount_minor": data[f"flat{index}"]}
    return spec


def _kept(table: Any) -> list[Any]:
    return [row for row in table if row.cleaned_data.get("amount") is not None and not row.cleaned_data.get("DELETE")]


def _band(component: Component, row: Any) -> dict[str, Any]:
    data, unit = row.cleaned_data, UNITS.get(component.main_metric, 1)
    before = next((band for band in component.bands if band.position == data["origin"]), None)
    kept = {name: getattr(before, name) for name in ("hours", "predicate")} if before else {}
    kept |= {"other_bounds": {metric: [low, high] for metric, low, high in before.other_bounds}} if before else {}
    last, amount = data["last"], data["amount"]
    return {
        **kept,
        "label": {language: data[f"label_{language}"] for language in ("da", "en") if data[f"label_{language}"]},
        "low": (data["low"] or 0) * unit,
        "high": None if last is None else (last + 1) * unit,
        "is_assumption": data["is_assumption"],
        **({"hours": amount // 100} if component.method == HOURS else {"amount_minor": amount}),
    }


def _context(request: HttpRequest, found: FeeSchedule, plain: Schedule, form: Any, tables: Any, *, is_valid: bool) -> dict[str, Any]:
    shown = read_spec(_spec(form, plain, tables)) if is_valid else plain
    text = form.data.get("employees", "") if form.is_bound else str(form.initial["employees"])
    return {
        "schedule": found,
        "plain": shown,
        "form": form,
        "tables": [_table(component, table, shown, is_valid=is_valid) for component, table in tables],
        "flats": [form[name] for name in form.fields if name.startswith("flat")],
        "faults": whole_faults(shown),
        "previews": previews(shown, request.cluster, text, on=day_of(timezone.now())),
    }


def _table(component: Component, table: Any, shown: Schedule, *, is_valid: bool) -> dict[str, Any]:
    """Put beside each row what is wrong with it; what was left out has no position."""
    faults = findings(shown)
    kept = _kept(table) if is_valid else list(table)
    rows = [(row, row_faults(shown, faults, component.code, kept.index(row) + 1) if row in kept else []) for row in table]
    general = [each for each in faults if each.component == component.code and not each.positions]
    return {"component": component, "formset": table, "rows": rows, "is_empty": bool(general)}
