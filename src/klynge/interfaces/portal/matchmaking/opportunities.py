"""The members' board of offers, requests and ideas, and the company's own."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.core.clock import day_of
from klynge.interfaces.portal.showing import do, go, show
from klynge.interfaces.wording.matching import STATE_TONES, themes_of
from klynge.matchmaking import actions
from klynge.matchmaking.models import Agreement, Match, Opportunity, OpportunityKind, OpportunityState
from klynge.matchmaking.queries.matches import is_member, partners_of
from klynge.matchmaking.queries.opportunities import board, is_named_to, theme_choices

PAGE_SIZE = 20


def members_only(request: HttpRequest) -> None:
    """Turn away the people of a company that is no member now: what others offer and seek is for members. Raises: PermissionDenied."""
    if not is_member(request.desk.organisation.pk, cluster=request.cluster, on=day_of(timezone.now())):
        raise PermissionDenied(_("What other members offer and look for is for members. Your company is none now."))


@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """Show what is open, narrowed by kind, theme and words."""
    members_only(request)
    asked = {name: request.GET.get(name, "")[:80] for name in ("kind", "theme", "words")}
    found = board(request.cluster, on=day_of(timezone.now()), **asked)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    partners = partners_of(request.desk.organisation.pk, cluster=request.cluster)
    rows = [_row(request, each, partners) for each in page]
    context = {
        "page": page,
        "rows": rows,
        "asked": asked,
        "kinds": OpportunityKind.choices,
        "themes": theme_choices(),
        "is_narrowed": any(asked.values()),
    }
    return show(request, "matchmaking/board", context)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the company's own in every state."""
    day = day_of(timezone.now())
    page = Paginator(_own(request).order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    return show(request, "matchmaking/mine", {"page": page, "rows": [{"opportunity": each, **_state(each, day)} for each in page]})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one opportunity, and what the reader can do about it."""
    found, day = find(request, pk), day_of(timezone.now())
    partners = partners_of(request.desk.organisation.pk, cluster=request.cluster)
    is_own = found.organisation_id == request.desk.organisation.pk
    if not is_own:
        members_only(request)
    match = Match.objects.filter(cluster=request.cluster, closed_at__isnull=True, interests__organisation=request.desk.organisation)
    context = {
        **_row(request, found, partners),
        **_state(found, day),
        "agreements": [Agreement(code).label for code in found.agreements],
        "is_own": is_own,
        "has_said_yes": not is_own and match.between(request.desk.organisation.pk, found.organisation_id).exists(),
        "can_say_yes": not is_own and found.state_on(day) == OpportunityState.OPEN,
    }
    return show(request, "matchmaking/opportunity", context)


@require_POST
def say_interested(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes to an opportunity; its owner sees who it is, and answers."""
    found, message = find(request, pk), request.POST.get("message", "")
    interest = partial(
        actions.say_interested, request.desk.organisation, cluster=request.cluster, opportunity=found, message=message
    )  # fmt: skip
    do(request, interest, _("Sent. You hear from us as soon as they say yes."))
    return go(request, "opportunities_detail", pk)


def find(request: HttpRequest, pk: int, *, is_own: bool = False) -> Opportunity:
    """Return the opportunity, if the reader may see it (or if it is the company's own)."""
    found = _own(request) if is_own else Opportunity.objects.visible_to(request.actor)
    return get_object_or_404(found.select_related("cluster", "organisation", "contact"), pk=pk)


def _own(request: HttpRequest) -> Any:
    return Opportunity.objects.visible_to(request.actor).filter(organisation=request.desk.organisation)


def _row(request: HttpRequest, each: Opportunity, partners: frozenset[int]) -> dict[str, Any]:
    named = is_named_to(each, request.actor, introduced_to=partners)
    return {"opportunity": each, "who": each.organisation.name if named else "", "themes": themes_of(each.themes)}


def _state(each: Opportunity, day: Any) -> dict[str, Any]:
    state = each.state_on(day)
    return {"state": state.value, "state_label": state.label, "state_tone": STATE_TONES[state]}
