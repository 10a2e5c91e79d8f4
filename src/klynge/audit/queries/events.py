"""The log, newest first, narrowed so that an index answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from klynge.access.models import Cluster, User
from klynge.audit.models import AuditEvent
from klynge.core.clock import DANISH

from .wording import VERBS

AREAS = {
    "access": _("Settings and users"),
    "audit": _("Audit trail"),
    "banking": _("Bank"),
    "billing": _("Invoices and payments"),
    "directory": _("Organisations and people"),
    "files": _("Files"),
    "ledger": _("Books"),
    "membership": _("Memberships and dues"),
    "newsletters": _("Messages"),
    "outbox": _("Mail"),
    "privacy": _("Personal data"),
    "publishing": _("News"),
    "events": _("Events"),
    "networks": _("Focus networks"),
    "programmes": _("Programmes"),
    "meetings": _("Meeting days"),
    "matchmaking": _("Matchmaking"),
    "engagement": _("Engagement"),
    "visits": _("Visits to the site"),
    "webhooks": _("Programs outside"),
}


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What to look for; whatever is left out does not narrow. Days are Danish days, both included."""

    user_id: int | None = None
    area: str = ""  # "billing", or one whole verb
    since: date | None = None
    until: date | None = None
    search: str = ""
    before_id: int | None = None  # the last id of the page before


def events(cluster: Cluster, wanted: EventFilter) -> QuerySet[AuditEvent]:
    """Return the cluster's events, newest first; ``search`` looks in the names of who acted and of what was changed."""
    found = AuditEvent.objects.filter(cluster=cluster)
    if wanted.user_id is not None:
        found = found.filter(user_id=wanted.user_id)
    if wanted.area:
        found = found.filter(verb__in=[verb for verb in VERBS if verb.startswith(f"{wanted.area}.")] or [wanted.area])
    if wanted.since:
        found = found.filter(at__gte=_midnight(wanted.since))
    if wanted.until and wanted.until < date.max:  # nothing lies after the last day there is
        found = found.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    if words := wanted.search.strip().replace("\x00", ""):
        found = found.filter(Q(subject_label__icontains=words) | Q(actor_name__icontains=words) | Q(verb=words))
    if wanted.before_id is not None:
        found = found.filter(pk__lt=wanted.before_id)
    return found.order_by("-id")


def events_about(subject: models.Model) -> QuerySet[AuditEvent]:
    """Return what was done to one row, newest first."""
    return AuditEvent.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).order_by("-id")


def office_people(cluster: Cluster) -> QuerySet[User]:
    """Return everybody who works or has worked in the cluster's office, by name."""
    return User.objects.filter(grants__cluster=cluster).distinct().order_by("name", "email")


def areas() -> list[tuple[str, str]]:
    """Return the areas by which the log is narrowed, as (key, name), by name."""
    return sorted(((key, str(name)) for key, name in AREAS.items()), key=lambda pair: pair[1])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=DANISH)
