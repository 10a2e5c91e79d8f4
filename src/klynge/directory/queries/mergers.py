"""Mergers that were made."""

from django.db.models import Q, QuerySet

from klynge.access.models import Cluster
from klynge.directory.models import Merger, Organisation


def mergers_of(organisation: Organisation, *, cluster: Cluster) -> QuerySet[Merger]:
    """Return the mergers in which the organisation won or was lost, the latest first; undone ones too."""
    rows = Merger.objects.filter(Q(survivor=organisation) | Q(loser=organisation), cluster=cluster)
    return rows.select_related("survivor", "loser", "cluster").order_by("-pk")
