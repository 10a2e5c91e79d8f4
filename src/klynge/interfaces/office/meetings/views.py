"""Meeting days on screen: the list, one day as it is prepared, and the report."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from klynge.meetings import policies
from klynge.meetings.models import MeetingDay, Stage
from klynge.meetings.queries.days import day_rows, stage_of
from klynge.meetings.queries.instance import current_plan
from klynge.meetings.queries.reporting import report_of

from .forms import SlotsForm

PAGE_SIZE = 50
TONES = {
    Stage.DRAFT: "neutral", Stage.OPEN: "accent", Stage.LOCKED: "warn", Stage.PUBLISHED: "good", Stage.OVER: "neutral",
}  # fmt: skip
SLOTS = {"begins": "09:00", "minutes": 20, "between": 5, "count": 12, "lunch_after": 6, "lunch": 45}


@require_safe
def day_list(request: HttpRequest) -> HttpResponse:
    """Show every meeting day, the latest first."""
    page = Paginator(day_rows(request.actor), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [{"day": day, **_stage(day, is_published=day.is_published)} for day in page]
    return render(request, "office/meetings/list.html", {"page": page, "rows": rows, "may_arrange": may_arrange(request)})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one day: where it stands, its slots, and what comes next."""
    day = find(request, pk)
    context = {"slots": list(day.slots.all()), "guests": day.participants.count(), "slots_form": SlotsForm(initial=SLOTS)}
    return show(request, day, "detail", context)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what came of the day."""
    day = find(request, pk)
    return show(request, day, "report", {"report": report_of(day, until=timezone.now())})


def find(request: HttpRequest, pk: int) -> MeetingDay:
    """Return the day, if the reader may see it."""
    return get_object_or_404(MeetingDay.objects.visible_to(request.actor).select_related("cluster"), pk=pk)


def may_arrange(request: HttpRequest) -> bool:
    """Say whether the reader may change meeting days."""
    return policies.may_arrange(request.actor, request.cluster)


def show(request: HttpRequest, day: MeetingDay, page: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Draw a page of one day, with its tabs."""
    plan = current_plan(day)
    both = {"day": day, "plan": plan, "may_arrange": may_arrange(request), "here": page, **_stage(day, is_published=plan is not None)}
    return render(request, f"office/meetings/{page}.html", both | context, status=status)


def _stage(day: MeetingDay, *, is_published: bool) -> dict[str, Any]:
    stage = stage_of(day, is_published=is_published, at=timezone.now())
    return {"stage": stage.value, "stage_label": stage.label, "stage_tone": TONES[stage]}
