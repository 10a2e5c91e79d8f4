"""Events on screen: the list, and one with everybody who comes."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from klynge.events import policies
from klynge.events.models import Event, EventState, Registration, RegistrationState, SpeakerState
from klynge.events.queries.feedback import report_of
from klynge.events.queries.listing import with_counts
from klynge.membership.queries.presenting import public_site

PAGE_SIZE = 50
TONES = {
    EventState.DRAFT: "neutral",
    EventState.PUBLISHED: "good",
    EventState.CLOSED: "accent",
    EventState.PAST: "neutral",
    EventState.CANCELLED: "bad",
}
SEAT_TONES = {
    RegistrationState.SEATED: "good",
    RegistrationState.OFFERED: "accent",
    RegistrationState.WAITING: "warn",
    RegistrationState.CANCELLED: "neutral",
}
SPEAKER_TONES = {
    SpeakerState.NAMED: "neutral",
    SpeakerState.ASKED: "accent",
    SpeakerState.AGREED: "good",
    SpeakerState.DECLINED: "warn",
}
TABS = (("coming", _("Coming")), ("drafts", _("Drafts")), ("past", _("Past")), ("cancelled", _("Cancelled")))


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """Show the events of one kind with how full they are."""
    now, tab = timezone.now(), request.GET.get("tab", "coming")
    tab = tab if tab in dict(TABS) else "coming"
    found = _of(tab, Event.objects.visible_to(request.actor), now)
    words = request.GET.get("q", "").replace("\x00", "").strip()
    if words:
        found = found.filter(Q(title__da__icontains=words) | Q(title__en__icontains=words) | Q(place__icontains=words))
    page = Paginator(with_counts(found), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"event": event, **state_words(event, now)} for event in page],
        "tabs": [(code, name, code == tab) for code, name in TABS],
        "tab": tab,
        "words": words,
        "may_manage": policies.may_manage(request.actor, request.cluster),
    }
    return render(request, "office/events/list.html", context)


def _of(tab: str, events: QuerySet[Event], now: datetime) -> QuerySet[Event]:
    if tab == "cancelled":
        return events.filter(cancelled_at__isnull=False).order_by("-starts_at", "-pk")
    living = events.filter(cancelled_at__isnull=True)
    if tab == "drafts":
        return living.filter(published_at__isnull=True).order_by("starts_at", "pk")
    shown = living.filter(published_at__isnull=False)
    if tab == "past":
        return shown.filter(ends_at__lte=now).order_by("-starts_at", "-pk")
    return shown.filter(ends_at__gt=now).order_by("starts_at", "pk")


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one event, how full it is, and who comes."""
    event, now = find(request, pk), timezone.now()
    may_see = policies.may_see_attendees(request.actor, request.cluster)
    rows = Registration.objects.visible_to(request.actor).filter(event=event) if may_see else Registration.objects.none()
    rows = rows.select_related("organisation", "attendance", "invoice").order_by("cancelled_at", "seated_at", "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    is_open = event.is_public and public_site(request.cluster.slug) is not None and event.published_at is not None
    context = {
        "event": event,
        "page": page,
        "rows": [{"registration": row, "tone": SEAT_TONES[row.state]} for row in page],
        "address": request.build_absolute_uri(f"/{request.cluster.slug}/events/{event.slug}/") if is_open else "",
        **_programme(request, event),
        "may_see": may_see,
        "report": report_of(event) if event.ends_at <= now and may_see else None,
        **state_words(event, now),
    }
    return render(request, "office/events/detail.html", context)


def _programme(request: HttpRequest, event: Event) -> dict[str, Any]:
    return {
        "prices": list(event.prices.all()),
        "questions": list(event.questions.all()),
        "speakers": [{"row": row, "tone": SPEAKER_TONES[row.state]} for row in event.speakers.all()],
        "may_manage": policies.may_manage(request.actor, request.cluster),
    }


def find(request: HttpRequest, pk: int) -> Event:
    """Return the event with its counts; 404 for one of another cluster."""
    found = with_counts(Event.objects.visible_to(request.actor)).select_related("cluster", "product", "series")
    return get_object_or_404(found, pk=pk)


def state_words(event: Event, now: datetime) -> dict[str, Any]:
    """Return where the event stands, for a badge and for what can be done."""
    state = event.state_at(now)
    return {"state": state.value, "state_label": state.label, "state_tone": TONES[state]}
