"""People's own texts, kept in Danish and English."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import get_language

LANGUAGES = ("da", "en")


def in_language(text: Mapping[str, str] | None, language: str | None = None) -> str:
    """Return the text in the language asked for, else in the other one, else nothing."""
    text = text or {}
    wanted = (language or get_language() or "da")[:2]
    return text.get(wanted) or next((text[lang] for lang in LANGUAGES if text.get(lang)), "")


def pattern_of(word: str) -> str:
    """Return the word as a regular expression of PostgreSQL that means the word itself."""
    return "".join(letter if letter.isalnum() or letter == " " else f"\\{letter}" for letter in word)


class TextField(models.JSONField):
    """A text in both languages: ``{"da": ..., "en": ...}``."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
