"""People's own texts, kept in Danish and English."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from klynge.core.clock import DANISH
from klynge.core.errors import Invalid

LANGUAGES = ("da", "en")


def in_language(text: Mapping[str, str] | None, language: str | None = None) -> str:
    """Return the text in the language asked for, else in the other one, else nothing."""
    text = text or {}
    wanted = (language or get_language() or "da")[:2]
    return text.get(wanted) or next((text[lang] for lang in LANGUAGES if text.get(lang)), "")


def say(day: date) -> str:
    """Write a day as people do, in the open language: 1. januar 2027 or 1 January 2027; for the sentences of refusals."""
    return date_format(day, "j. F Y" if (get_language() or "da").startswith("da") else "j F Y")


def say_moment(at: datetime, language: str) -> str:
    """Write a moment of Danish time: 31. januar 2027 kl. 9.00, or 31 January 2027 at 9:00."""
    local = at.astimezone(DANISH)
    with override(language):
        day = say(local.date())
    return f"{day} kl. {local:%H.%M}" if language == "da" else f"{day} at {local:%H:%M}"


def no_longer_than(most: int, text: str, *, field: str) -> str:
    """Return the text without blanks around it. Raises: Invalid with the field when it is longer than ``most`` characters."""
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > most:
        raise Invalid(_("This is too long by %d characters.") % (len(text) - most), field=field)
    return text


def pattern_of(word: str) -> str:
    """Return the word as a regular expression of PostgreSQL that means the word itself."""
    return "".join(letter if letter.isalnum() or letter == " " else f"\\{letter}" for letter in word)


class TextField(models.JSONField):
    """A text in both languages: ``{"da": ..., "en": ...}``."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
