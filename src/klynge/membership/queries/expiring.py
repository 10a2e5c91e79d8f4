"""What was kept as long as it may be."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from klynge.access.models import Cluster
from klynge.membership.models import Application, ApplicationEvent, ApplicationState, ImportRun
from klynge.membership.models.application import ApplicationQuerySet

CLOSED = (ApplicationState.APPROVED, ApplicationState.REJECTED, ApplicationState.WITHDRAWN)


def unsent_applications(cluster: Cluster, *, before: datetime) -> ApplicationQuerySet:
    """Return the applications that were begun before the moment and never sent, oldest first."""
    return Application.objects.filter(cluster=cluster, submitted_at__isnull=True, started_at__lt=before).order_by("pk")


def closed_applications(cluster: Cluster, *, before: datetime) -> ApplicationQuerySet:
    """Return the applications that were decided before the moment and still name a person, oldest first."""
    later = ApplicationEvent.objects.filter(application=OuterRef("pk"), at__gte=before)
    found = Application.objects.with_contact().filter(~Exists(later), cluster=cluster, state__in=CLOSED, submitted_at__lt=before)
    return found.order_by("pk")


def old_imports(cluster: Cluster, *, before: datetime) -> QuerySet[ImportRun]:
    """Return the files of members that were read in before the moment and are still kept, oldest first."""
    return ImportRun.objects.filter(cluster=cluster, rehearsed_at__lt=before, file__shredded_at__isnull=True).order_by("pk")
