"""Half-open spans of days, and the fields that store them."""

from datetime import date

from django.contrib.postgres.fields import DateRangeField
from django.db.backends.postgresql.psycopg_any import DateRange


def span(starts_on: date, ends_on: date | None = None) -> DateRange:
    """Build [starts_on, ends_on): the end day is the first day after; None is open."""
    return DateRange(starts_on, ends_on, "[)")


class SpanField(DateRangeField):
    """A half-open range of days."""
