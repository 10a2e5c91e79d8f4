"""Reminders on screen: what would be sent today, and what was sent."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from klynge.billing import policies
from klynge.billing.models import Reminder
from klynge.billing.queries.reminding import reminder_plan
from klynge.core.clock import day_of
from klynge.interfaces.office.paging import PAGE_SIZE

from .wording import why_held

MOST_SHOWN = 200


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """Show who would be reminded today, of what and at what price, and who would not."""
    return render(request, "office/reminders/plan.html", planned(request, day_of(timezone.now())))


def planned(request: HttpRequest, on: date) -> dict[str, Any]:
    """Return what the page of today's reminders shows."""
    found = reminder_plan(request.cluster, on=on)
    return {
        "plan": found,
        "due": found.due[:MOST_SHOWN],
        "held": [(one, why_held(one)) for one in found.held[:MOST_SHOWN]],
        "more_due": max(len(found.due) - MOST_SHOWN, 0),
        "more_held": max(len(found.held) - MOST_SHOWN, 0),
        "may_remind": policies.may_remind(request.actor, request.cluster),
    }


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Show the reminders that were sent, the newest first."""
    found = Reminder.objects.visible_to(request.actor).select_related("invoice").order_by("-sent_on", "-id")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "office/reminders/sent.html", {"page": page})
