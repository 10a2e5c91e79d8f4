"""Members by engagement: everybody, those to call, and the dues at risk."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from klynge.core.clock import day_of
from klynge.engagement import policies
from klynge.engagement.models import Computation, Level, Outcome
from klynge.engagement.queries.lists import (
    ALL,
    REACTIVATE,
    RECIPROCITY,
    latest_computation,
    latest_model,
    level_counts,
    risks_of,
    scores_of,
)
from klynge.engagement.queries.weighing import kinds_in_order, points, versions, weights_on

PAGE_SIZE = 50
TONES = {Level.PASSIVE: "warn", Level.RECIPIENT: "neutral", Level.PARTICIPANT: "accent", Level.ENGAGED: "good"}
LISTS = ((ALL, _("All members")), (REACTIVATE, _("To re-activate")), (RECIPROCITY, _("Takes without giving")))
HELP = {
    ALL: "",
    REACTIVATE: _(
        "Members that have taken part in hardly anything for a long time; the longest first. A call now is better than a resignation later."
    ),
    RECIPROCITY: _(
        "Members that take home more than most and bring nothing. For the office alone: ask them for a talk, a visit, a seat as host."
    ),
}


@require_safe
def score_list(request: HttpRequest) -> HttpResponse:
    """Show the members of a list with both axes."""
    may_see_lists = policies.may_see_lists(request.actor, request.cluster)
    which = request.GET.get("list", ALL)
    which = which if may_see_lists and which in (REACTIVATE, RECIPROCITY) else ALL
    computation = latest_computation(request.cluster, actor=request.actor)
    asked = {"which": which, "level": request.GET.get("level", ""), "words": request.GET.get("q", "").replace("\x00", "").strip()}
    context = {
        "computation": computation,
        "lists": [(code, name, code == which) for code, name in LISTS] if may_see_lists else [],
        "help": HELP[which],
        "levels": Level.choices,
        "may_see_lists": may_see_lists,
        **asked,
        **(_listed(request, computation, asked) if computation else {}),
    }
    return render(request, "office/engagement/list.html", context)


def _listed(request: HttpRequest, computation: Computation, asked: dict[str, str]) -> dict[str, Any]:
    """Return the page of members, and the picture of all."""
    page = Paginator(scores_of(computation, **asked, actor=request.actor), PAGE_SIZE).get_page(request.GET.get("page"))
    series = [(label, members) for _code, label, members in level_counts(computation)]
    return {"page": page, "rows": [row_of(score) for score in page], "series": series}


def row_of(score: Any) -> dict[str, Any]:
    """Return a score as its row shows it."""
    level = Level(score.level)
    noted = Outcome(score.noted).label if getattr(score, "noted", None) else ""
    return {
        "score": score,
        "level": level.label,
        "tone": TONES[level],
        "contributes": points(score.contributes),
        "benefits": points(score.benefits),
        "noted": noted,
    }


@require_safe
def risk(request: HttpRequest) -> HttpResponse:
    """Show the dues at risk and each member's chance of leaving, with its interval; nothing where too little is known."""
    if not policies.may_see_lists(request.actor, request.cluster):
        raise PermissionDenied
    model = latest_model(request.cluster, actor=request.actor)
    page = Paginator(risks_of(model), PAGE_SIZE).get_page(request.GET.get("page")) if model and model.is_enough else None
    rows = [
        {"risk": each, "chance": each.risk_bp / 10_000, "low": each.low_bp / 10_000, "high": each.high_bp / 10_000} for each in page or []
    ]
    return render(
        request, "office/engagement/risk.html", {"model": model, "page": page, "rows": rows, "at_risk": model.at_risk if model else {}}
    )


@require_safe
def weights(request: HttpRequest) -> HttpResponse:
    """Show what counts how much today, and the versions before."""
    now = weights_on(request.cluster, day_of(timezone.now()))
    kinds = [{"label": kind.label, "axis": each.axis, "points": points(each.points), "cap": None if each.cap is None else points(each.cap)} for kind, each in kinds_in_order(now)]  # fmt: skip
    context = {
        "weights": now, "kinds": kinds, "versions": versions(request.cluster), "is_proposal": now.version == 0,
        "bounds": {name: points(getattr(now, name)) for name in ("contributes_cap", "benefits_cap", "passive_below", "contributor_from", "engaged_from")},
    }  # fmt: skip
    return render(request, "office/engagement/weights.html", context)
