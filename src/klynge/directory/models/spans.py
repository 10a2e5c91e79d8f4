"""End dated rows, whatever they say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import DateField, F, Func, QuerySet, Value

from klynge.core.ranges import SpanField


class _Until(Func):
    """``daterange(lower(during), day)``."""

    function = "daterange"
    output_field = SpanField()


def end_spans(rows: QuerySet[Any], on: date) -> int:
    """End every row's span that runs on the day or begins later: ``on`` is the first day after; return how many were touched.

    A row that would be left with no day at all goes away.
    """
    gone, _ = rows.filter(during__startswith__gte=on).delete()
    day = Value(on, output_field=DateField())
    return gone + rows.filter(during__contains=on).update(during=_Until(Func(F("during"), function="lower", output_field=DateField()), day))
