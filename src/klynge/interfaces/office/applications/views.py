"""The applications: those that wait first, what came of the others, and each by itself."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from klynge.core.clock import day_of
from klynge.interfaces.office.paging import page_of
from klynge.membership import policies
from klynge.membership.models import Application, ApplicationState, Presentation
from klynge.membership.queries.applying import applications, funnel, is_member_already
from klynge.membership.queries.offering import offer
from klynge.membership.rules.applications import may_follow
from klynge.ui.formats import number

TONES = {
    ApplicationState.SUBMITTED: "accent",
    ApplicationState.NEEDS_INFORMATION: "warn",
    ApplicationState.ENDORSED: "accent",
    ApplicationState.APPROVED: "good",
    ApplicationState.REJECTED: "neutral",
    ApplicationState.WITHDRAWN: "neutral",
}
OUTCOME_TONES = {"agrees": "good", "disagrees": "bad", "straddles": "warn", "no_data": "neutral"}


@require_safe
def application_list(request: HttpRequest) -> HttpResponse:
    """Show those that wait, or all of them, and this year's funnel."""
    shows_all, today = "all" in request.GET, day_of(timezone.now())
    page = page_of(request, applications(request.cluster, state="" if shows_all else "open"))
    context = {
        "page": page,
        "rows": [
            {"application": each, "tone": TONES[ApplicationState(each.state)], "outcome_tone": OUTCOME_TONES[each.size_outcome]}
            for each in page
        ],
        "shows_all": shows_all,
        "funnel": funnel(request.cluster, first=date(today.year, 1, 1), end=date(today.year + 1, 1, 1)),
        "year": str(today.year),
        "is_open": Presentation.objects.filter(cluster=request.cluster, published_at__isnull=False).exists(),
    }
    return render(request, "office/applications/list.html", context)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one application, how its size fits, what it will cost, and what can be answered."""
    return render(request, "office/applications/detail.html", facts_of(request, find(request, pk)))


def find(request: HttpRequest, pk: int) -> Application:
    """Return the application, if the reader may see it."""
    rows = Application.objects.visible_to(request.actor).select_related("cluster", "type", "organisation", "membership")
    found: Application = get_object_or_404(rows, pk=pk)
    return found


def facts_of(request: HttpRequest, found: Application) -> dict[str, Any]:
    """Return what the page of one application shows."""
    kind = found.type.code if found.type else "ordinary"
    told = {"employees": found.employees or 0, "joined_on": found.wished_on, "language": request.LANGUAGE_CODE[:2], "type_code": kind}
    return {
        "application": found,
        "tone": TONES[ApplicationState(found.state)],
        "outcome_tone": OUTCOME_TONES[found.size_outcome],
        "register": _interval(found),
        "events": found.events.exclude(state=ApplicationState.DRAFT),
        "offer": offer(request.cluster, **told) if found.wished_on else None,
        **_choices(request, found),
        "is_member": found.state != ApplicationState.APPROVED and found.cvr and is_member_already(found, on=day_of(timezone.now())),
    }


def _choices(request: HttpRequest, found: Application) -> dict[str, Any]:
    """Return what the reader may answer; where the board admits, its decision comes before the approval."""
    if not policies.may_admit(request.actor, request.cluster):
        return {"answers": [], "may_approve": False}
    by_board = Presentation.objects.filter(cluster=request.cluster, needs_board=True).exists()
    asked = ("needs_info", "endorsed", "rejected") if by_board else ("needs_info", "rejected")
    may_approve = may_follow(found.state, ApplicationState.APPROVED) and (not by_board or found.state == ApplicationState.ENDORSED)
    return {"answers": [state for state in asked if may_follow(found.state, state)], "may_approve": may_approve}


def _interval(found: Application) -> str:
    if found.register_low is None:
        return ""
    if found.register_high is None:
        return f"{number(found.register_low)}+"
    return (
        number(found.register_low)
        if found.register_low == found.register_high
        else f"{number(found.register_low)}–{number(found.register_high)}"
    )
