"""How amounts, days and numbers read in Danish and in English."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language

from klynge.core.clock import DANISH, day_of
from klynge.core.money import Money

SIGNS = {"da": {"DKK": "kr."}}
NBSP = "\u00a0"  # an amount never breaks from its currency


def is_danish() -> bool:
    """Say whether the page is read in Danish."""
    return (get_language() or "da").startswith("da")


def number(value: Any, decimals: int | None = None) -> str:
    """Write a number with the language's thousands and decimal marks; nothing for None."""
    if value is None or value == "":
        return ""
    exact = Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{exact:,f}"
    return text.translate(str.maketrans(",.", ".,")) if is_danish() else text


def money(value: int | Money | None, currency: str = "DKK", *, decimals: int = 2) -> str:
    """Write minor units as an amount: 25.000,00 kr. in Danish, DKK 25,000.00 in English."""
    if value is None or value == "":
        return ""
    if isinstance(value, Money):
        value, currency = value.minor, value.currency
    amount = number(Decimal(value).scaleb(-2), decimals)
    if is_danish():
        return f"{amount}{NBSP}{SIGNS['da'].get(currency, currency)}"
    return f"{currency}{NBSP}{amount}"


def plain(value: int | None) -> str:
    """Write minor units as an amount without its currency, for columns that all have the same: 25.000,00."""
    return "" if value is None else number(Decimal(value).scaleb(-2), 2)


def percent(value: Any, decimals: int = 0) -> str:
    """Write a share (0.25) as 25 % in Danish, 25% in English."""
    if value is None or value == "":
        return ""
    text = number(Decimal(str(value)) * 100, decimals)
    return f"{text}{NBSP}%" if is_danish() else f"{text}%"


def _as_day(value: date | datetime) -> date:
    return day_of(value) if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """Write 1. januar 2027 or 1 January 2027; a moment is put on its Danish day."""
    return date_format(_as_day(value), "j. F Y" if is_danish() else "j F Y") if value else ""


def shortday(value: date | datetime | None) -> str:
    """Write 01.01.2027 or 1 Jan 2027."""
    return date_format(_as_day(value), "d.m.Y" if is_danish() else "j M Y") if value else ""


def moment(value: datetime | None) -> str:
    """Write day and Danish clock: 1. januar 2027 kl. 12.00 or 1 January 2027, 12:00."""
    if not value:
        return ""
    clock = value.astimezone(DANISH)
    return f"{day(value)} kl. {clock:%H.%M}" if is_danish() else f"{day(value)}, {clock:%H:%M}"


def period(value: Any) -> str:
    """Write a half-open span of days with its last day included: 01.01.2027 – 31.12.2027."""
    if not value:
        return ""
    last = shortday(value.upper - timedelta(days=1)) if value.upper else ""
    return f"{shortday(value.lower)} – {last}".strip()
