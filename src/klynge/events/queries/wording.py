"""Moments as people write them in mails."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import override

from klynge.core.clock import DANISH


def say_moment(at: datetime, language: str) -> str:
    """Write a moment of Danish time: 31. januar 2027 kl. 9.00, or 31 January 2027 at 9:00."""
    local = at.astimezone(DANISH)
    with override(language):
        day = date_format(local.date(), "j. F Y" if language == "da" else "j F Y")
    return f"{day} kl. {local:%H.%M}" if language == "da" else f"{day} at {local:%H:%M}"
