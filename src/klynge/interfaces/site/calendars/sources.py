"""Where the entries of a calendar come from; a room that has dates of its own adds itself to the two lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from klynge.access.models import Cluster
from klynge.core.texts import in_language
from klynge.directory.models import Person
from klynge.events.models import Event, Registration
from klynge.events.queries.listing import coming_events
from klynge.networks.models import NetworkMeeting, Seat

BACK = timedelta(days=90)  # what was held stays in the calendar for so long


@dataclass(frozen=True, slots=True)
class Entry:
    """One date. ``key`` makes the UID, which stays when the date is moved."""

    key: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    text: str
    url: str
    is_cancelled: bool = False


def event_entry(event: Event, *, language: str, base: str, slug: str, with_link: bool = False) -> Entry:
    """Return an event as a date; the link to come online stands only in the calendar of who has a seat."""
    text = "\n\n".join(filter(None, (in_language(event.lead, language), event.online_url if with_link else "")))
    return Entry(
        f"event-{event.pk}", in_language(event.title, language), event.starts_at, event.ends_at, ", ".join(filter(None, (event.place, event.address))),
        text, f"{base}/{slug}/events/{event.slug}/", event.cancelled_at is not None,
    )  # fmt: skip


def _events(cluster: Cluster, *, at: datetime, language: str, base: str) -> Iterable[Entry]:
    for event in coming_events(cluster, at=at, ended_after=at - BACK):
        yield event_entry(event, language=language, base=base, slug=cluster.slug)


def _own_events(cluster: Cluster, person: Person, *, at: datetime, language: str, base: str) -> Iterable[Entry]:
    rows = Registration.objects.filter(cluster=cluster, person=person, event__ends_at__gt=at - BACK).seated().select_related("event")
    for row in rows.order_by("event__starts_at", "pk"):
        yield event_entry(row.event, language=language, base=base, slug=cluster.slug, with_link=True)


def _own_network_meetings(cluster: Cluster, person: Person, *, at: datetime, language: str, base: str) -> Iterable[Entry]:
    return network_entries(
        Seat.objects.filter(Q(holder=person) | Q(substitute=person), cluster=cluster).seated(), at=at, language=language, base=base
    )


def network_entries(seats: QuerySet[Seat], *, at: datetime, language: str, base: str) -> Iterable[Entry]:
    """Yield the meetings of the networks in which the seats are."""
    rows = NetworkMeeting.objects.filter(network__in=seats.values("network"), ends_at__gt=at - BACK).select_related("network", "host")
    for row in rows.order_by("starts_at", "pk"):
        place = row.place or (row.host.name if row.host else "")
        text = "\n\n".join(filter(None, (row.agenda, row.online_url)))
        title = f"{in_language(row.network.name, language)}: {row.title}"
        yield Entry(f"network-meeting-{row.pk}", title, row.starts_at, row.ends_at, place, text, f"{base}/", row.cancelled_at is not None)


PUBLIC: list[Callable[..., Iterable[Entry]]] = [_events]
PERSONAL: list[Callable[..., Iterable[Entry]]] = [_own_events, _own_network_meetings]
