"""A draft that is filled in without a script: each button sends the whole page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from klynge.core.clock import day_of
from klynge.core.errors import HouseError
from klynge.membership import actions, policies
from klynge.membership.models import FeeMethod, FeeRuleKind, FeeSchedule, ScheduleStatus
from klynge.membership.queries.schedules import load_schedule
from klynge.membership.rules.schedule import Schedule
from klynge.membership.rules.specs import read_spec
from klynge.membership.rules.validating import findings

from .drafting import Draft
from .trying import TryForm
from .views import find
from .wording import general_faults, row_faults, whole_faults

PAGE = "office/schedules/edit.html"


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft: "add" and "check" only show the page again, "save" keeps it."""
    found = find(request, pk)
    if not policies.may_edit_schedule(request.actor, request.cluster) or found.status != ScheduleStatus.DRAFT:
        raise Http404
    draft = Draft(found, load_schedule(found), request.POST if request.method == "POST" else None)
    shown = _read(draft) if request.method == "POST" else draft.plain
    if shown and "save" in request.POST and _save(request, found, draft):
        return redirect("office:schedules:detail", request.cluster.slug, pk)
    is_wrong = request.method == "POST" and (shown is None or bool(draft.whole.errors))
    return render(request, PAGE, _context(request, found, draft, shown), status=422 if is_wrong else 200)


def _read(draft: Draft) -> Schedule | None:
    """Return the schedule as typed; None, with the reason said at its place, when it can't be read."""
    if not draft.is_valid:
        return None
    try:
        return read_spec({"currency": draft.plain.currency, **draft.spec()})
    except HouseError as refusal:
        field = getattr(refusal, "field", None)
        draft.whole.add_error(field if field in draft.whole.fields else None, str(refusal))
        return None


def _save(request: HttpRequest, found: FeeSchedule, draft: Draft) -> bool:
    data = draft.whole.cleaned_data
    assumption = {language: data[f"assumption_{language}"] for language in ("da", "en")}
    more = {"name": data["name"], "product": data["product"], "assumption": assumption}
    try:
        actions.edit_schedule(found, spec=draft.spec(), **more, actor=request.actor, at=timezone.now())
    except HouseError as refusal:
        draft.whole.add_error(None, str(refusal))
        return False
    return True


def _context(request: HttpRequest, found: FeeSchedule, draft: Draft, shown: Schedule | None) -> dict[str, Any]:
    plain = shown or draft.plain
    trying = TryForm(request.POST if request.method == "POST" else None, plain=plain, cluster=request.cluster)
    return {
        "schedule": found,
        "plain": plain,
        "draft": draft,
        "form": draft.whole,
        "parts": _parts(draft, plain, is_read=shown is not None and request.method == "POST"),
        "faults": whole_faults(plain),
        "trying": trying,
        "previews": trying.previews(plain, request.cluster, on=day_of(timezone.now())) if shown else [],
        "is_unread": shown is None,
        "methods": FeeMethod.choices,
        "kinds": FeeRuleKind.choices,
    }


def _parts(draft: Draft, plain: Schedule, *, is_read: bool) -> list[dict[str, Any]]:
    """Put beside each part and row what is wrong with it; what was left out has no position."""
    faults, shown = findings(plain), []
    for part, table in zip(draft.parts, draft.tables, strict=True):
        code = str(part["code"].value() or "")
        kept = [row for row in table if not (is_read and row.is_left_out)] if table else []
        said = {id(row): row_faults(plain, faults, code, place) for place, row in enumerate(kept, 1)}
        rows = [(row, said.get(id(row), [])) for row in table] if table else []
        shown.append({"form": part, "formset": table, "rows": rows, "faults": general_faults(plain, faults, code)})
    return shown
