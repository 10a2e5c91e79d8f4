"""Events for everybody: the list, one event, signing up as a guest."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from klynge.core.texts import in_language
from klynge.events.models import Event, EventState
from klynge.events.queries.attending import seats_of
from klynge.events.queries.listing import coming_events, past_events
from klynge.publishing.queries.rendering import rendered

from .linked_data import event_data
from .places import Site, on_site
from .showing import show

PAGE_SIZE = 20


@require_safe
@on_site
def events(request: HttpRequest) -> HttpResponse:
    """List what is coming, and below it, or on pages of its own, what was."""
    site, now = request.site, timezone.now()
    is_past = request.GET.get("when") == "past"
    found = past_events(site.cluster, at=now) if is_past else coming_events(site.cluster, at=now)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return show(request, "events", {"page": page, "events": list(page), "is_past": is_past})


@require_safe
@on_site
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one event, what it costs and whether there is room."""
    found = find(request.site, slug)
    return show(request, "event", event_context(request, found), kwargs={"slug": slug})


def find(site: Site, slug: str) -> Event:
    """Return a public event; 404 for what is not public."""
    return get_object_or_404(
        Event.objects.filter(cluster=site.cluster).public_at(timezone.now()).select_related("product", "series"), slug=slug
    )


def _of_series(found: Event, now: datetime) -> list[Event]:
    if found.series_id is None:
        return []
    others = Event.objects.filter(cluster=found.cluster_id, series=found.series_id, cancelled_at__isnull=True, ends_at__gt=now).public_at(
        now
    )
    return list(others.exclude(pk=found.pk).order_by("starts_at", "pk")[:5])


def event_context(request: HttpRequest, found: Event) -> dict[str, Any]:
    """Return what the page of an event shows."""
    site, now = request.site, timezone.now()
    state, seats = found.state_at(now), seats_of(found, at=now)
    left = None if found.seats is None else max(found.seats - seats.taken, 0) if not seats.waiting else 0
    title = in_language(found.title, site.language)
    return {
        "event": found,
        "title": title,
        "lead": in_language(found.lead, site.language),
        "html": rendered(in_language(found.body, site.language)),
        "state": state.value,
        "is_open": state == EventState.PUBLISHED,
        "left": left,
        "waiting": seats.waiting,
        "is_full": left == 0,
        "prices": list(found.prices.all()),
        "speakers": list(found.speakers.shown()),
        "more": _of_series(found, now),
        "linked": event_data(
            title, request.build_absolute_uri(f"/{site.place}/events/{found.slug}/"), startDate=found.starts_at.isoformat(), endDate=found.ends_at.isoformat(),
            description=in_language(found.lead, site.language),
            eventStatus="https://schema.org/EventCancelled" if state == EventState.CANCELLED else "https://schema.org/EventScheduled",
            location={"@type": "Place", "name": found.place, "address": found.address} if found.place else {},
            organizer={"@type": "Organization", "name": site.cluster.name},
        ),
    }  # fmt: skip
