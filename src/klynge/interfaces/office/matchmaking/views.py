"""The overview, the opportunities to look at, and who is on the way to whom."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.interfaces.office.doing import attempt
from klynge.interfaces.office.paging import page_of
from klynge.interfaces.wording.matching import STAGE_TONES, STATE_TONES, themes_of
from klynge.matchmaking import actions, policies
from klynge.matchmaking.models import Agreement, Match, Opportunity, OpportunityKind, Visibility
from klynge.matchmaking.queries.matches import funnel
from klynge.matchmaking.queries.opportunities import narrowed, theme_choices
from klynge.matchmaking.queries.overview import figures

SINCE = timedelta(days=365)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show how far members come together in a year, how evenly they are shown, and what waits for the office."""
    now = timezone.now()
    found = figures(request.cluster, on=day_of(now), since=now - SINCE)
    steps = funnel(request.cluster, since=now - SINCE, suggested=found.suggested_pairs)
    series = [
        (_("Interested"), steps.interested), (_("Mutual"), steps.mutual), (_("Introduced"), steps.introduced),
        (_("Met"), steps.met), (_("Outcome"), steps.outcome),
    ]  # fmt: skip
    may_broker = policies.may_broker(request.actor, request.cluster)
    context = {
        "figures": found,
        "series": series,
        "is_begun": any(count for _step, count in series),
        "may_broker": may_broker,
        "may_compute": policies.may_compute(request.actor, request.cluster),
        "to_review": _to_review(request)[:5] if may_broker else [],
        "to_introduce": _matches(request).filter(mutual_at__isnull=False, introduced_at__isnull=True, closed_at__isnull=True)[:5],
    }
    return render(request, "office/matchmaking/overview.html", context)


@require_safe
def opportunity_list(request: HttpRequest) -> HttpResponse:
    """Show the members' opportunities, those to look at first if asked."""
    asked = {name: request.GET.get(name, "")[:80] for name in ("kind", "theme", "words")}
    is_review = request.GET.get("review") == "1"
    found = _to_review(request) if is_review else _opportunities(request).order_by("-pk")
    page, day = page_of(request, narrowed(found, **asked)), day_of(timezone.now())
    rows = [{"opportunity": each, **_state(each, day)} for each in page]
    kinds, themes = OpportunityKind.choices, theme_choices()
    context = {
        "page": page, "rows": rows, "asked": asked, "is_review": is_review, "kinds": kinds, "themes": themes,
        "is_narrowed": is_review or any(asked.values()),
    }  # fmt: skip
    return render(request, "office/matchmaking/opportunities.html", context)


@require_safe
def opportunity(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one opportunity with how it read before."""
    found = get_object_or_404(_opportunities(request), pk=pk)
    context = {
        "opportunity": found,
        "themes": themes_of(found.themes),
        "agreements": [Agreement(code).label for code in found.agreements],
        "revisions": list(found.revisions.all()[:20]),
        "can_review": policies.may_broker(request.actor, request.cluster) and found.reviewed_at is None and found.published_at is not None,
        **_state(found, day_of(timezone.now())),
    }
    return render(request, "office/matchmaking/opportunity.html", context)


@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it go to everybody."""
    found = get_object_or_404(_opportunities(request), pk=pk)
    attempt(request, lambda **by: actions.review_opportunity(found, **by), _("Looked at: it may be read by everybody now."))
    return redirect("office:matchmaking:opportunity", request.cluster.slug, pk)


@require_safe
def match_list(request: HttpRequest) -> HttpResponse:
    """Show who is on the way to whom, for those who bring members together."""
    page = page_of(request, _matches(request).order_by("-interested_at", "-pk"))
    rows = [
        {"match": match, "tone": STAGE_TONES[match.stage], "outcomes": list(match.outcomes.all()), "who": [each.organisation_id for each in match.interests.all()]}
        for match in page
    ]  # fmt: skip
    context = {"page": page, "rows": rows, "may_broker": policies.may_broker(request.actor, request.cluster)}
    return render(request, "office/matchmaking/matches.html", context)


@require_POST
def introduce(request: HttpRequest, pk: int) -> HttpResponse:
    """Introduce two members that both said yes."""
    found = get_object_or_404(_matches(request), pk=pk)
    attempt(request, lambda **by: actions.introduce_match(found, **by), _("Introduced: the mails wait in the outbox."))
    return redirect("office:matchmaking:matches", request.cluster.slug)


@require_POST
def compute(request: HttpRequest) -> HttpResponse:
    """Order new suggestions; a job works them out."""
    if not policies.may_compute(request.actor, request.cluster):
        raise PermissionDenied
    if not jobs.is_pending("matchmaking.compute_suggestions", cluster_id=request.cluster.pk):
        jobs.enqueue("matchmaking.compute_suggestions", cluster_id=request.cluster.pk)
    messages.success(request, _("Ordered. New suggestions stand here in a moment."))
    return redirect("office:matchmaking:list", request.cluster.slug)


def _opportunities(request: HttpRequest) -> Any:
    return Opportunity.objects.visible_to(request.actor).select_related("cluster", "organisation", "contact")


def _to_review(request: HttpRequest) -> Any:
    today = day_of(timezone.now())
    return (
        _opportunities(request)
        .open_on(today)
        .filter(visibility=Visibility.EVERYBODY, reviewed_at__isnull=True)
        .order_by("published_at", "pk")
    )


def _matches(request: HttpRequest) -> Any:
    found = Match.objects.visible_to(request.actor)
    return found.select_related("cluster", "first", "second").prefetch_related("outcomes__organisation", "interests")


def _state(each: Opportunity, day: Any) -> dict[str, Any]:
    state = each.state_on(day)
    return {"state": state.value, "state_label": state.label, "state_tone": STATE_TONES[state]}
