"""Which days of the books are closed."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.errors import Conflict
from klynge.ledger.models import Closing

LOCK = 7_305  # any number that nobody else takes as the first of two


def closings(cluster: Cluster) -> QuerySet[Closing]:
    """Return every closing and opening, the newest first."""
    return Closing.objects.filter(cluster=cluster).order_by("-id")


def closed_through(cluster: Cluster) -> date | None:
    """Return the last closed day; none when the books were never closed."""
    newest = closings(cluster).first()
    return newest.through_on if newest else None


def first_open_day(cluster: Cluster, day: date) -> date:
    """Return the day itself, or the first one after it on which the books are open."""
    closed = closed_through(cluster)
    return day if closed is None or day > closed else closed + timedelta(days=1)


def require_open(cluster: Cluster, day: date) -> None:
    """Refuse a day in a closed period, and keep anybody from closing it until the transaction ends. Raises: Conflict."""
    hold(cluster, mode="_shared")
    closed = closed_through(cluster)
    if closed is not None and day <= closed:
        raise Conflict(
            _("The books are closed through %(closed)s, so nothing can be booked on %(day)s. Use a later day, or ask an administrator to reopen the period.")
            % {"closed": date_format(closed, "SHORT_DATE_FORMAT"), "day": date_format(day, "SHORT_DATE_FORMAT")}
        )  # fmt: skip


def hold(cluster: Cluster, *, mode: str = "") -> None:
    """Wait for those who book (``""``) or for those who close (``"_shared"``), and hold the other side back until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{mode}(%s, %s)", [LOCK, cluster.pk])
