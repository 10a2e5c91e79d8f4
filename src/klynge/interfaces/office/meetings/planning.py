"""The plan: order it, watch how it gets better, compare versions, publish one."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.interfaces.office.doing import attempt
from klynge.interfaces.wording.meetings import aims_of, reasons_of, said_of
from klynge.meetings import actions
from klynge.meetings.queries.days import obstacles_of

from .views import find, show

MOST_REASONS = 100


@require_safe
def planning(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the search that runs, every version, and why meetings can't be held."""
    day = find(request, pk)
    order = day.plannings.first()
    versions = list(day.plans.prefetch_related("publications"))
    step = order.steps.order_by("-pk").first() if order else None
    context = {
        "order": order,
        "is_running": order is not None and order.ended_at is None,
        "step": step,
        "aims": aims_of(step.score, step.proved) if step and step.score else [],
        "versions": [{"plan": each, "aims": aims_of(each.score, each.proved), "said": said_of(each)} for each in versions],
        "obstacles": obstacles_of(day),
        "reasons": reasons_of(versions[0], MOST_REASONS) if versions else [],
    }
    return show(request, day, "planning", context)


@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Order a plan."""
    day = find(request, pk)
    keeps = "keep" in request.POST
    attempt(request, partial(actions.order_planning, day, keeps_confirmed=keeps), _("A plan is being searched for."))
    return redirect("office:meetings:planning", request.cluster.slug, pk)


@require_POST
def publish(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Let a version hold."""
    day = find(request, pk)
    plan = get_object_or_404(day.plans, number=number)
    attempt(request, partial(actions.publish_plan, plan), _("The plan holds now; participants see it in the portal."))
    return redirect("office:meetings:planning", request.cluster.slug, pk)
