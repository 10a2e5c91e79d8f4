"""The first page: how the cluster stands, and what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from klynge.core.clock import day_of
from klynge.reporting.queries.dashboard import dashboard

from .steps import next_steps
from .wording import chart_words, movement_words


def show(request: HttpRequest) -> HttpResponse:
    """Show the dashboard of today."""
    today = day_of(timezone.now())
    figures = dashboard(request.cluster, on=today)
    sees_members = request.actor.may_open("members", cluster_id=request.cluster.pk)
    context = {
        "figures": figures,
        "today": today,
        "series": [(str(row["year"]), row["members"]) for row in figures.history],
        "chart_words": chart_words(figures),
        "movement": movement_words(figures),
        "steps": next_steps(request.cluster, figures, request.actor),
        "overdue_tone": "bad" if figures.dues.overdue_minor else "neutral",
        "members_href": reverse("office:members:list", args=[request.cluster.slug]) if sees_members else "",
        "overdue_href": reverse("office:invoices:list", args=[request.cluster.slug]) + "?status=overdue",
    }
    return render(request, "office/dashboard.html", context)
