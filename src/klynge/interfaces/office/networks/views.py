"""Networks on screen: the list, and one with its seats and meetings."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from klynge.core.clock import day_of
from klynge.core.texts import in_language
from klynge.networks import policies
from klynge.networks.models import Announcement, Document, Network, NetworkMeeting, Officer, Seat, SeatState, Thread
from klynge.networks.queries.seating import next_hosts, with_counts
from klynge.publishing.queries.rendering import rendered

PAGE_SIZE = 50
TONES = {
    SeatState.REQUESTED: "accent",
    SeatState.WAITING: "warn",
    SeatState.SEATED: "good",
    SeatState.FORMER: "neutral",
    SeatState.DECLINED: "neutral",
}


@require_safe
def network_list(request: HttpRequest) -> HttpResponse:
    """Show the networks with how full they are and when they meet next."""
    words = request.GET.get("q", "").replace("\x00", "").strip()
    is_closed = request.GET.get("tab") == "closed"
    found = Network.objects.visible_to(request.actor).filter(closed_on__isnull=not is_closed)
    if words:
        found = found.filter(Q(name__da__icontains=words) | Q(name__en__icontains=words) | Q(tags__contains=[words.lower()]))
    coming = NetworkMeeting.objects.filter(network=OuterRef("pk"), cancelled_at__isnull=True, starts_at__gt=timezone.now()).order_by(
        "starts_at"
    )
    chairs = Officer.objects.filter(network=OuterRef("pk"), office="chair").on(day_of(timezone.now()))
    rows = with_counts(found).annotate(
        next_at=Subquery(coming.values("starts_at")[:1]), chair=Subquery(chairs.values("person__name")[:1])
    ).order_by("pk")  # fmt: skip
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "is_closed": is_closed, "may_manage": policies.may_manage(request.actor, request.cluster)}
    return render(request, "office/networks/list.html", context)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one network: who sits in it, who leads it, when it meets."""
    network, now = find(request, pk), timezone.now()
    today = day_of(now)
    seats = Seat.objects.visible_to(request.actor).filter(network=network).select_related("organisation", "holder", "substitute")
    page = Paginator(seats.order_by("ended_at", "seated_at", "admitted_at", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    meetings = NetworkMeeting.objects.visible_to(request.actor).filter(network=network).select_related("host")
    context = {
        "network": network, "page": page, "rows": [{"seat": seat, "state": seat.state, "tone": TONES[seat.state]} for seat in page],
        "coming": meetings.filter(ends_at__gt=now).order_by("starts_at")[:6], "past": meetings.filter(ends_at__lte=now)[:8],
        "officers": [{"officer": each, "is_now": today in each.during} for each in network.officers.select_related("person")],
        "papers": Document.objects.visible_to(request.actor).filter(network=network)[:20],
        "threads": Thread.objects.visible_to(request.actor).filter(network=network)[:5],
        "news": Announcement.objects.visible_to(request.actor).filter(network=network)[:5], "hosts": next_hosts(network)[:3],
        "purpose": rendered(in_language(network.purpose, request.LANGUAGE_CODE[:2])), "visibility": network.get_visibility_display(), "joining": network.get_join_policy_display(),
        "may_manage": policies.may_manage(request.actor, request.cluster), "may_run": policies.may_run(request.actor, network, on=today),
        "may_see": request.actor.may("networks.see_seats", cluster_id=request.cluster.pk),
    }  # fmt: skip
    return render(request, "office/networks/detail.html", context)


def find(request: HttpRequest, pk: int) -> Network:
    """Return the network with its counts; 404 for one of another cluster."""
    return get_object_or_404(with_counts(Network.objects.visible_to(request.actor)).select_related("cluster"), pk=pk)


def require_runner(request: HttpRequest, network: Network) -> dict[str, Any]:
    """Turn away whoever does not run the network, before a form is shown; return what its pages need."""
    if not policies.may_run(request.actor, network, on=day_of(timezone.now())):
        raise PermissionDenied
    return {"network": network}
