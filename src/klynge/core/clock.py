"""The one bridge between moments (aware UTC) and local days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DANISH = ZoneInfo("Europe/Copenhagen")


def day_of(at: datetime) -> date:
    """Return the Danish day in which the moment falls. Raises: ValueError for a moment without a zone."""
    if at.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return at.astimezone(DANISH).date()


def noon_of(day: date) -> datetime:
    """Return 12:00 Danish time of the day, as a moment in UTC."""
    return datetime.combine(day, time(12), tzinfo=DANISH).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """Move by whole months; the day is clipped to the length of the month it lands in."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    length = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - first).days
    return first + timedelta(days=min(day.day, length) - 1)


def year_start(day: date, month: int) -> date:
    """Return the first day of the year that holds ``day``, for a year that starts in ``month`` (1-12)."""
    return date(day.year if day.month >= month else day.year - 1, month, 1)
