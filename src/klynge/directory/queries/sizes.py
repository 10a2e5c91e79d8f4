"""What an organisation has declared about its size, in the order in which it counts."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from klynge.directory.models import SizeDeclaration


def declared_sizes(organisation_id: int, *, metrics: Iterable[str], on: date) -> QuerySet[SizeDeclaration]:
    """Return the declarations as of the day or before, by measure: the confirmed before the unconfirmed, then the latest; the dues run asks alike."""
    rows = SizeDeclaration.objects.filter(organisation_id=organisation_id, metric__in=list(metrics), as_of__lte=on)
    return rows.annotate(is_unconfirmed=Q(confirmed_at__isnull=True)).order_by("metric", "is_unconfirmed", "-as_of", "-pk")
