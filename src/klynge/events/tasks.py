"""Jobs of the events room."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.events import actions
from klynge.events.models import Event, Registration
from klynge.events.queries.feedback import guests_of
from klynge.membership.queries.presenting import public_site


def _system(cluster_id: int) -> Actor:
    return Actor.system("events", cluster_id=cluster_id)


def _tell(cluster_id: int, registration_ids: Sequence[int], why: str, at: datetime) -> None:
    cluster = Cluster.objects.get(pk=cluster_id)
    actions.mail_registrations(cluster, registration_ids=registration_ids, why=why, site=settings.SITE, actor=_system(cluster_id), at=at)


@jobs.task("events.confirm")
def confirm(cluster_id: int, registration_id: int, **_: object) -> None:
    """Tell somebody who signed up what came of it, and invoice what costs something."""
    now = timezone.now()
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        registration = Registration.objects.select_related("cluster").get(pk=registration_id)
        if registration.amount_minor:
            actions.invoice_registration(registration, actor=_system(cluster_id), at=now)
        _tell(cluster_id, [registration_id], "registered", now)


@jobs.task("events.tell_substitute")
def tell_substitute(cluster_id: int, registration_id: int, **_: object) -> None:
    """Tell a colleague who comes instead."""
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        registration = Registration.objects.get(pk=registration_id)
        _tell(cluster_id, [registration_id], f"substituted:{registration.substitutions.count()}", timezone.now())


@jobs.task("events.follow_cancellation")
def follow_cancellation(cluster_id: int, event_id: int, registration_id: int, **_: object) -> None:
    """Let who waits move up, credit what was paid for in time, and confirm it."""
    now = timezone.now()
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        actions.move_queue(Event.objects.select_related("cluster").get(pk=event_id), actor=_system(cluster_id), at=now)
        registration = Registration.objects.select_related("cluster").get(pk=registration_id)
        actions.invoice_registration(registration, actor=_system(cluster_id), at=now)
        _tell(cluster_id, [registration_id], "cancelled", now)


@jobs.task("events.tell_queue")
def tell_queue(cluster_id: int, registration_ids: list[int], **_: object) -> None:
    """Tell those whom the queue has moved; invoice who got a seat at once."""
    now = timezone.now()
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        for registration in Registration.objects.seated().filter(pk__in=registration_ids, amount_minor__gt=0).select_related("cluster"):
            actions.invoice_registration(registration, actor=_system(cluster_id), at=now)
        _tell(cluster_id, registration_ids, "queue", now)


@jobs.task("events.tell_change")
def tell_change(cluster_id: int, event_id: int, *, is_told: bool, **_: object) -> None:
    """Let the queue have new seats; tell who has a seat where or when it is now."""
    now = timezone.now()
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        actions.move_queue(Event.objects.select_related("cluster").get(pk=event_id), actor=_system(cluster_id), at=now)
        if is_told:
            seated = list(Registration.objects.filter(event_id=event_id).seated().values_list("pk", flat=True))
            _tell(cluster_id, seated, f"changed:{now:%Y-%m-%d %H:%M}", now)


@jobs.task("events.tell_event_cancelled")
def tell_event_cancelled(cluster_id: int, registration_ids: list[int], **_: object) -> None:
    """Tell everybody that there is no event, and credit what was invoiced."""
    now = timezone.now()
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        for registration in Registration.objects.filter(pk__in=registration_ids, invoice__isnull=False).select_related("cluster"):
            actions.invoice_registration(registration, actor=_system(cluster_id), at=now)
        _tell(cluster_id, registration_ids, "cancelled", now)


@jobs.task("events.remind_attendees", tries=1)
def remind_attendees() -> None:
    """Once a day: tell who has a seat at what begins tomorrow, and let them give it back in time; safe to run twice."""
    now = timezone.now()
    tomorrow = day_of(now) + timedelta(days=1)
    for cluster in Cluster.objects.order_by("pk"):
        with scope(cluster=cluster):
            coming = Event.objects.filter(
                cancelled_at__isnull=True, published_at__lte=now, starts_at__gt=now, starts_at__lt=now + timedelta(days=3)
            )
            for event in coming.order_by("pk"):
                if event.starts_on == tomorrow:
                    seated = list(Registration.objects.filter(event=event).seated().values_list("pk", flat=True))
                    _tell(cluster.pk, seated, f"reminder:{tomorrow}", now)


@jobs.task("events.ask_feedback", tries=1)
def ask_feedback() -> None:
    """Once a day: ask who was there yesterday how it was; safe to run twice. Without a site there is no page to answer on."""
    now = timezone.now()
    yesterday = day_of(now) - timedelta(days=1)
    for cluster in Cluster.objects.order_by("pk"):
        if public_site(cluster.slug) is None:
            continue
        with scope(cluster=cluster):
            over = Event.objects.filter(
                cancelled_at__isnull=True, published_at__lte=now, ends_at__lte=now, ends_at__gt=now - timedelta(days=3)
            )
            for event in over.order_by("pk"):
                if day_of(event.ends_at) == yesterday:
                    _tell(cluster.pk, list(guests_of(event).values_list("pk", flat=True)), f"feedback:{yesterday}", now)


@jobs.task("events.move_queues", tries=1)
def move_queues() -> None:
    """Let offers that nobody answered run out, in every cluster, and offer their seats to the next."""
    now = timezone.now()
    with scopes_disabled():
        late = Registration.objects.living().filter(offered_until_at__lte=now).values("event_id")
        events = list(Event.objects.filter(pk__in=late).select_related("cluster").order_by("pk"))
    for event in events:
        with scope(cluster=event.cluster):
            actions.move_queue(event, actor=_system(event.cluster_id), at=now)
