"""What an organisation has declared about its size, in the order in which it counts."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from klynge.directory.models import SizeDeclaration

# Organisations whose own number of employees lies outside what the register says last; it begins with the register's rows, which are few.
DISPUTED = """
SELECT register.organisation_id
FROM (SELECT DISTINCT ON (organisation_id) organisation_id, low, high FROM directory_sizedeclaration
      WHERE source = 'register' AND metric = 'headcount' AND as_of <= %(day)s ORDER BY organisation_id, as_of DESC, id DESC) AS register
CROSS JOIN LATERAL (
    SELECT low, high, source FROM directory_sizedeclaration s
    WHERE s.organisation_id = register.organisation_id AND s.metric = 'headcount' AND s.as_of <= %(day)s
    ORDER BY (s.confirmed_at IS NULL), s.as_of DESC, s.id DESC LIMIT 1
) AS own
WHERE own.source = 'member' AND own.high IS NOT NULL AND (own.high < register.low OR own.low > register.high)
"""


def disputed_sizes(on: date) -> list[int]:
    """Return the organisations that say another size than the register, by id."""
    with connection.cursor() as cursor:
        cursor.execute(f"{DISPUTED} ORDER BY 1", {"day": on})
        return [row[0] for row in cursor.fetchall()]


def declared_sizes(organisation_id: int, *, metrics: Iterable[str], on: date) -> QuerySet[SizeDeclaration]:
    """Return the declarations as of the day or before, by measure: the confirmed before the unconfirmed, then the latest; the dues run asks alike."""
    rows = SizeDeclaration.objects.filter(organisation_id=organisation_id, metric__in=list(metrics), as_of__lte=on)
    return rows.annotate(is_unconfirmed=Q(confirmed_at__isnull=True)).order_by("metric", "is_unconfirmed", "-as_of", "-pk")
