"""Events in lists, with how full they are; a constant number of statements."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.directory.models import Organisation
from klynge.events.models import Event, Registration

POSITION = """
SELECT count(*) FROM events_registration
WHERE event_id = %s AND id <= %s AND cancelled_at IS NULL AND seated_at IS NULL AND offered_until_at IS NULL
"""


def with_counts(events: QuerySet[Event]) -> QuerySet[Event]:
    """Give each event ``taken`` and ``waiting`` seats, ``came`` people, and leave everything else as it is."""
    rows = Registration._base_manager.filter(event=OuterRef("pk"), cancelled_at__isnull=True).order_by().values("event")
    seats = rows.filter(Q(seated_at__isnull=False) | Q(offered_until_at__isnull=False)).annotate(n=Sum("party")).values("n")
    queue = rows.filter(seated_at__isnull=True, offered_until_at__isnull=True).annotate(n=Sum("party")).values("n")
    came = rows.filter(attendance__isnull=False).annotate(n=Count("pk")).values("n")

    def counted(query: QuerySet[Registration]) -> Coalesce:
        return Coalesce(Subquery(query, output_field=IntegerField()), 0)

    return events.annotate(taken=counted(seats), waiting=counted(queue), came=counted(came))


def coming_events(cluster: Cluster, *, at: datetime, ended_after: datetime | None = None) -> QuerySet[Event]:
    """Return what everybody may see at the moment of what is still to come (or ended after another moment), the next first."""
    return Event.objects.filter(cluster=cluster, ends_at__gt=ended_after or at).public_at(at).order_by("starts_at", "pk")


def past_events(cluster: Cluster, *, at: datetime) -> QuerySet[Event]:
    """Return what everybody may see of what was held, the latest first."""
    return Event.objects.filter(cluster=cluster, ends_at__lte=at, cancelled_at__isnull=True).public_at(at).order_by("-starts_at", "-pk")


def open_events(*, actor: Actor, at: datetime) -> QuerySet[Event]:
    """Return the coming events that the actor may see, the next first."""
    return Event.objects.visible_to(actor).filter(published_at__lte=at, ends_at__gt=at).order_by("starts_at", "pk")


def registrations_of(organisation: Organisation, *, actor: Actor) -> QuerySet[Registration]:
    """Return the living registrations of an organisation that the actor may see, by event and turn."""
    found = Registration.objects.visible_to(actor).filter(organisation=organisation).living()
    return found.select_related("event", "person", "attendance").order_by("event__starts_at", "pk")


def position_of(registration: Registration) -> int:
    """Return the place in the queue, from 1; 0 for who does not wait."""
    with connection.cursor() as cursor:
        cursor.execute(POSITION, [registration.event_id, registration.pk])
        return int(cursor.fetchone()[0])
