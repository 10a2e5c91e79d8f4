"""Programmes on screen: the list, and one with its milestones, calls, companies and hours."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from klynge.core.clock import day_of
from klynge.core.texts import in_language
from klynge.programmes import policies
from klynge.programmes.models import Application, ApplicationState, Hours, Participation, Programme
from klynge.programmes.queries.figures import co_financing, with_counts
from klynge.publishing.queries.rendering import rendered

PAGE_SIZE = 50
TONES = {
    ApplicationState.SENT: "accent",
    ApplicationState.ADMITTED: "good",
    ApplicationState.DECLINED: "bad",
    ApplicationState.WITHDRAWN: "neutral",
}


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """Show the programmes, the latest first."""
    page = Paginator(with_counts(Programme.objects.visible_to(request.actor)), PAGE_SIZE).get_page(request.GET.get("page"))
    today = day_of(timezone.now())
    rows = [{"programme": each, "is_running": each.starts_on <= today < each.ends_on, "hours": each.signed_minutes / 60} for each in page]
    context = {"page": page, "rows": rows, "today": today, "may_manage": policies.may_manage(request.actor, request.cluster)}
    return render(request, "office/programmes/list.html", context)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one programme."""
    programme, today = find(request, pk), day_of(timezone.now())
    applications = (
        Application.objects.visible_to(request.actor).filter(call__programme=programme).select_related("organisation", "call", "contact")
    )
    seats = Participation.objects.visible_to(request.actor).filter(programme=programme).select_related("organisation", "aid")
    unsigned = Hours.objects.filter(participation__programme=programme, signed_at__isnull=True).count()
    context = {
        "programme": programme, "purpose": rendered(in_language(programme.purpose, request.LANGUAGE_CODE[:2])), "today": today,
        "milestones": list(programme.milestones.all()), "calls": [{"call": each, "is_open": each.is_open_on(today)} for each in programme.calls.all()],
        "applications": [{"row": row, "tone": TONES[ApplicationState(row.state)]} for row in applications.order_by("-pk")[:60]],
        "seats": seats[:200], "worth": co_financing(programme), "hours": programme.signed_minutes / 60, "unsigned": unsigned,
        "may_manage": policies.may_manage(request.actor, request.cluster), "may_see": request.actor.may("programmes.see", cluster_id=request.cluster.pk),
        "may_decide": policies.may_decide(request.actor, request.cluster),
    }  # fmt: skip
    return render(request, "office/programmes/detail.html", context)


def find(request: HttpRequest, pk: int) -> Programme:
    """Return the programme with its counts; 404 for one of another cluster."""
    return get_object_or_404(with_counts(Programme.objects.visible_to(request.actor)).select_related("cluster"), pk=pk)


def require(*, allowed: bool) -> None:
    """Turn away before a form is shown."""
    if not allowed:
        raise PermissionDenied
