"""Which calls are open."""

from datetime import date

from django.db.models import QuerySet

from klynge.access.models import Cluster
from klynge.programmes.models import Call


def open_calls(cluster: Cluster, *, on: date) -> QuerySet[Call]:
    """Return the calls for which one may apply on the day, the one that closes first at the top."""
    rows = Call.objects.filter(cluster=cluster, opens_on__lte=on, closes_on__gte=on)
    return rows.select_related("programme").order_by("closes_on", "pk")
