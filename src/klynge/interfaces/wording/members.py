"""Members in words: where they stand, how large they are, their number in the register."""

from decimal import Decimal

from django.utils.translation import gettext_lazy

from klynge.directory.models import Metric, SizeDeclaration
from klynge.ui.formats import number

STATUSES = {
    "active": gettext_lazy("Active"),
    "leaving": gettext_lazy("Leaving"),
    "upcoming": gettext_lazy("Upcoming"),
    "ended": gettext_lazy("Ended"),
}
TONES = {"active": "good", "leaving": "warn", "upcoming": "accent", "ended": "neutral"}


def size_words(size: SizeDeclaration | None) -> str:
    """Say a size as a number or an interval; FTE are kept in hundredths."""
    if size is None:
        return ""
    low, high = (_figure(size.metric, value) for value in (size.low, size.high))
    if size.high is None:
        return f"{low}+"
    return low if size.high == size.low else f"{low}–{high}"


def _figure(metric: str, value: int | None) -> str:
    return number(Decimal(value) / 100, 1) if metric == Metric.FTE and value is not None else number(value)


def cvr_words(country: str, cvr: str) -> str:
    """Write a Danish number in pairs, as people read it; a foreign one with its country."""
    if country == "DK" and len(cvr) == 8:
        return " ".join(cvr[place : place + 2] for place in range(0, 8, 2))
    return f"{country} {cvr}" if cvr else ""
