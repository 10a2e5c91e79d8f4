"""The calendar of a cluster, of one event, and of one person by a secret link."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_scopes import scope
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from klynge.access.models import Cluster
from klynge.core.texts import in_language
from klynge.directory.models import Person
from klynge.events.models import Event
from klynge.interfaces.wording.calendars import owner_of
from klynge.membership.models import Presentation
from klynge.membership.queries.presenting import public_site
from klynge.networks.models import Seat

from .sources import PERSONAL, PUBLIC, Entry, event_entry, network_entries


@require_safe
def cluster_calendar(request: HttpRequest, cluster: str) -> HttpResponse:
    """Everything that everybody may see."""
    found = _site(cluster)
    base = request.build_absolute_uri("/").rstrip("/")
    with scope(cluster=found.cluster):
        entries = [
            entry for source in PUBLIC for entry in source(found.cluster, at=timezone.now(), language=found.cluster.locale, base=base)
        ]
    return _answer(found.cluster.name, entries, f"{found.cluster.slug}.ics")


@require_safe
def event_calendar(request: HttpRequest, cluster: str, slug: str) -> HttpResponse:
    """One event, to be put into a calendar by hand."""
    found = _site(cluster)
    with scope(cluster=found.cluster):
        event = get_object_or_404(Event.objects.filter(cluster=found.cluster).public_at(timezone.now()), slug=slug)
        base = request.build_absolute_uri("/").rstrip("/")
        entry = event_entry(event, language=found.cluster.locale, base=base, slug=found.cluster.slug)
    return _answer(entry.title, [entry], f"{slug}.ics")


@require_safe
def own_calendar(request: HttpRequest, cluster: str, token: str) -> HttpResponse:
    """What somebody has a seat at; whoever has the address reads it, so it is signed and shown to its owner alone."""
    found, person = _owner(cluster, token)
    base = request.build_absolute_uri("/").rstrip("/")
    with scope(cluster=found):
        entries = [entry for source in PERSONAL for entry in source(found, person, at=timezone.now(), language=person.language, base=base)]
    return _answer(f"{found.name}: {person.name}", entries, "mine.ics")


@require_safe
def network_calendar(request: HttpRequest, cluster: str, network: int, token: str) -> HttpResponse:
    """The meetings of one network, as long as the owner of the address sits in it."""
    found, person = _owner(cluster, token)
    base = request.build_absolute_uri("/").rstrip("/")
    with scope(cluster=found):
        seats = Seat.objects.filter(Q(holder=person) | Q(substitute=person), network=network).seated()
        seat = get_object_or_404(seats.select_related("network").order_by("pk")[:1])
        entries = list(network_entries(seats, at=timezone.now(), language=person.language, base=base))
    return _answer(in_language(seat.network.name, person.language), entries, f"{seat.network.slug}.ics")


def _owner(slug: str, token: str) -> tuple[Cluster, Person]:
    """Return whose calendar it is. Raises: Http404 for an address that was made up."""
    owner = owner_of(token)
    if owner is None:
        raise Http404
    cluster_id, person_id = owner
    person = get_object_or_404(Person.objects.remembered_by(cluster_id), pk=person_id)
    return get_object_or_404(Cluster.objects.filter(slug=slug), pk=cluster_id), person


def _site(slug: str) -> Presentation:
    found = public_site(slug)
    if found is None:
        raise Http404
    return found


def _answer(name: str, entries: Iterable[Entry], filename: str) -> HttpResponse:
    calendar = Calendar()
    calendar.add("prodid", "-//Klynge//DA")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval;value=duration", "PT4H")
    for entry in entries:
        calendar.add_component(_component(entry, timezone.now()))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


def _component(entry: Entry, now: datetime) -> CalendarEvent:
    component = CalendarEvent()
    component.add("uid", f"{entry.key}@klynge")
    component.add("dtstamp", now)
    component.add("dtstart", entry.starts_at)
    component.add("dtend", entry.ends_at)
    component.add("summary", entry.title)
    component.add("url", entry.url)
    for name, value in (("location", entry.place), ("description", entry.text)):
        if value:
            component.add(name, value)
    component.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return component
